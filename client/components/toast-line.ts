import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

const SHOWN_MS = 6_000;

/** Something to know, for a moment, above whatever is on the screen; it takes no tap away. */
export class ToastLine extends LitElement {
  static override properties = { words: { state: true } };
  static override styles = [
    baseStyles,
    css`
      :host { position: fixed; z-index: 6; left: var(--edge); right: var(--edge); top: calc(64px + env(safe-area-inset-top)); pointer-events: none; }
      p { display: flex; align-items: center; gap: 10px; width: fit-content; max-width: 100%; margin: 0 auto; padding: 12px 18px; border-radius: 99px; background: var(--ink); color: var(--paper); font: var(--t-label); box-shadow: var(--shade); animation: fall var(--slow) var(--ease); }
      @keyframes fall { from { transform: translateY(-16px); opacity: 0; } }
    `,
  ];
  declare words: string;

  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.words = '';
  }

  say(words: string): void {
    this.words = words;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.words = '';
    }, SHOWN_MS);
  }

  protected override render(): TemplateResult {
    return html`<div role="status">${this.words === '' ? '' : html`<p>${icon('door-open', 20)} ${this.words}</p>`}</div>`;
  }
}

customElements.define('sec-toast-line', ToastLine);
