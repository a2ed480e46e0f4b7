import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { sheetStyles } from './sheet-styles.ts';

/**
 * Asks once before something that cannot be taken back.
 *
 * Properties: `heading`, `text`, `confirm` and `cancel` (the buttons' words).
 * Events: `confirmed`, `cancelled` (also by Escape).
 */
export class ConfirmSheet extends LitElement {
  static override properties = { heading: {}, text: {}, confirm: {}, cancel: {} };
  static override styles = [baseStyles, sheetStyles];
  declare heading: string;
  declare text: string;
  declare confirm: string;
  declare cancel: string;

  constructor() {
    super();
    this.heading = '';
    this.text = '';
    this.confirm = 'Yes';
    this.cancel = 'Cancel';
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" aria-describedby="text" @cancel=${this.#cancel}>
      <h2 id="heading">${this.heading}</h2>
      <p id="text">${this.text}</p>
      <div class="choices">
        <button class="big primary" @click=${() => this.#answer('confirmed')}>${this.confirm}</button>
        <button class="big" autofocus @click=${() => this.#answer('cancelled')}>${this.cancel}</button>
      </div>
    </dialog>`;
  }

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#answer('cancelled');
  };

  #answer(name: 'confirmed' | 'cancelled'): void {
    // Closed before it is taken away: the browser then gives the focus back to where it was.
    this.renderRoot.querySelector('dialog')?.close();
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define('sec-confirm-sheet', ConfirmSheet);
