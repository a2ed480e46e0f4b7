import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Link } from '../data/stream-ledger.ts';
import { baseStyles } from './base-styles.ts';

const words: Record<Link, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
};

/** How the phone hears the house: a word and a shape. Property: `link`. */
export class LinkState extends LitElement {
  static override properties = { link: { attribute: false } };
  static override styles = [
    baseStyles,
    css`
      p { font: var(--t-label); color: var(--ink-2); display: flex; align-items: center; gap: 8px; min-height: inherit; }
      i { width: 10px; height: 10px; border-radius: 50%; border: 2px solid currentColor; }
      .live { color: var(--calm); }
      .live i { background: currentColor; }
      .offline { color: var(--care); }
      .offline i { border-radius: 2px; transform: rotate(45deg); }
    `,
  ];
  declare link: Link;

  constructor() {
    super();
    this.link = 'connecting';
  }

  protected override render(): TemplateResult {
    return html`<p role="status" aria-label="Connection" class=${this.link}>
      <i></i><span>${words[this.link]}</span>
    </p>`;
  }
}

customElements.define('sec-link-state', LinkState);
