import { css, html, LitElement, type TemplateResult } from 'lit';
import { countdownWords } from '../words/pairing.ts';
import { baseStyles } from './base-styles.ts';

/** Minutes and seconds until something ends. Property: `endsAt`, ISO. */
export class CountDown extends LitElement {
  static override properties = { endsAt: { attribute: false } };
  static override styles = [
    baseStyles,
    css`:host { display: inline; font-variant-numeric: tabular-nums; }`,
  ];
  declare endsAt: string;

  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.endsAt = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override render(): TemplateResult {
    // A timer's changes are not read out by themselves, and must not be.
    return html`<span role="timer">${countdownWords(Date.parse(this.endsAt) - Date.now())}</span>`;
  }
}

customElements.define('sec-count-down', CountDown);
