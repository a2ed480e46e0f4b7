import { css, html, LitElement, type TemplateResult } from 'lit';
import type { LinkCode } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/count-down.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { createLinkCode } from '../data/keys.ts';

/** The digits that let the app on this phone's Home Screen in. Property: `house`. Events: `closed`. */
export class LinkSheet extends LitElement {
  static override properties = { house: { attribute: false }, code: { state: true } };
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      dialog .digits {
        color: var(--ink); display: flex; justify-content: center; gap: 0.5em; margin: 20px 0 8px; min-height: 1.2em;
        font: 650 clamp(2.4rem, 12vw, 3.2rem)/1.2 var(--font); font-variant-numeric: tabular-nums; letter-spacing: 0.06em;
        user-select: all;
      }
      .until { text-align: center; font: var(--t-label); min-height: 1.3em; }
    `,
  ];
  declare house: House;
  declare code: LinkCode | null;

  #dialog = new DialogController(this);
  #command = new CommandController(this);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.code = null;
  }

  protected override firstUpdated(): void {
    this.#ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    const { code } = this;
    const { refused, isBusy } = this.#command;
    const waiting = isBusy ? 'Asking the house…' : (refused ?? 'These digits ran out.');
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead('Type these into the app', this.#close)}
      <p>Leave this open, go to the Home Screen and open the app there.</p>
      <p class="digits" role="status">${
        code
          ? html`<span>${code.code.slice(0, 4)}</span> <span>${code.code.slice(4)}</span>`
          : html`<span aria-hidden="true">···· ····</span>`
      }</p>
      <p class="until">${code ? html`Good for <sec-count-down .endsAt=${code.expiresAt}></sec-count-down>, and once.` : waiting}</p>
      <div class="choices">
        ${code ? '' : html`<button class="big primary" ?disabled=${isBusy} @click=${this.#ask}>Show new ones</button>`}
        <button class="big" @click=${this.#close}>Done</button>
      </div>
    </dialog>`;
  }

  #ask = () => {
    void this.#command.run(async () => {
      this.code = await createLinkCode(this.house.api);
      const leftMs = Date.parse(this.code.expiresAt) - Date.now();
      this.#timer = setTimeout(() => {
        this.code = null;
      }, leftMs);
    });
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-link-sheet', LinkSheet);
