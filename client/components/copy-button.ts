import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';

/**
 * Copies a text, and hands it to another app where the phone can.
 *
 * Properties: `text`; `word`, what it is called; `canShare`, whether sharing makes sense for it.
 */
export class CopyButton extends LitElement {
  static override properties = {
    text: {},
    word: {},
    canShare: { type: Boolean },
    said: { state: true },
  };
  static override styles = [baseStyles];
  declare text: string;
  declare word: string;
  declare canShare: boolean;
  declare said: string;

  constructor() {
    super();
    this.text = '';
    this.word = '';
    this.canShare = false;
    this.said = '';
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('text')) this.said = '';
  }

  protected override render(): TemplateResult {
    return html`<button @click=${this.#copy}>${this.said || `Copy ${this.word}`}</button>
      ${
        this.canShare && 'share' in navigator
          ? html`<button @click=${this.#share}>Share ${this.word}</button>`
          : nothing
      }
      <span class="hidden-words" role="status">${this.said}</span>`;
  }

  #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.said = 'Copied';
    } catch {
      this.said = 'Could not be copied';
    }
  };

  #share = async () => {
    try {
      await navigator.share({ url: this.text });
    } catch {
      // Closed without choosing anybody: nothing to say.
    }
  };
}

customElements.define('sec-copy-button', CopyButton);
