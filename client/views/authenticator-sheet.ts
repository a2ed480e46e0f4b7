import { css, html, LitElement, type TemplateResult } from 'lit';
import type { DuressAuthenticator, NewAuthenticator } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/confirm-sheet.ts';
import '../components/copy-button.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { printCodes } from '../print-codes.ts';

/**
 * A new authenticator and its recovery codes, or the second one, which are shown this once.
 *
 * Properties: `made`; `name`, whose it is. Events: `closed`.
 */
export class AuthenticatorSheet extends LitElement {
  static override properties = {
    made: { attribute: false },
    name: {},
    isAsking: { state: true },
  };
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      .qr { display: grid; justify-items: center; gap: 10px; margin-top: 14px; }
      .qr img { width: 216px; height: 216px; border-radius: var(--r-m); background: #fff; display: block; }
      h3 { font: var(--t-label); color: var(--ink); margin: 22px 0 4px; }
      dialog ol {
        display: grid; grid-template-columns: 1fr; gap: 0 20px; margin: 10px 0; background: var(--sunk);
        border-radius: var(--r-m); padding: 8px 16px;
      }
      dialog ol li { border: 0; padding: 4px 0; font: 600 1rem/1.5 ui-monospace, "SF Mono", Menlo, monospace; user-select: all; }
      .tools { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; }
    `,
  ];
  declare made: NewAuthenticator | DuressAuthenticator;
  declare name: string;
  declare isAsking: boolean;

  #dialog = new DialogController(this);

  constructor() {
    super();
    this.name = '';
    this.isAsking = false;
  }

  protected override render(): TemplateResult {
    const { address, qr } = this.made;
    const recoveryCodes = 'recoveryCodes' in this.made ? this.made.recoveryCodes : null;
    const heading = recoveryCodes ? `${this.name}’s authenticator` : 'A second authenticator';
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
        ${sheetHead(heading, this.#ask)}
        <p>Scan this with an authenticator app, or with Passwords on an iPhone. It is shown only now.
          ${recoveryCodes ? '' : 'A code of it signs in like one of your own, and tells everybody else that you are under threat. It ends in “2”: remember which of the two it is.'}</p>
        <div class="qr">
          <img src="data:image/svg+xml,${encodeURIComponent(qr)}" width="216" height="216"
            alt="QR code for an authenticator app. The address below is the same.">
          <div class="tools">
            <a class="button" href=${address}>Open on this phone</a>
            <sec-copy-button .text=${address} word="the address"></sec-copy-button>
          </div>
        </div>
        ${recoveryCodes ? this.#codes(recoveryCodes) : ''}
        <div class="choices"><button class="big primary" @click=${this.#ask}>Done</button></div>
      </dialog>
      ${
        this.isAsking
          ? html`<sec-confirm-sheet heading="Are the codes on paper?" confirm="Yes, close" cancel="Not yet"
              text="They cannot be shown again; a new authenticator would take their place."
              @confirmed=${() => this.#dialog.end(new CustomEvent('closed'))}
              @cancelled=${() => {
                this.isAsking = false;
              }}></sec-confirm-sheet>`
          : ''
      }`;
  }

  #codes(codes: string[]): TemplateResult {
    return html`<h3>Recovery codes</h3>
      <p>Each opens once, when everything else is lost. Keep them on paper, away from the phone.</p>
      <ol>${codes.map(code => html`<li>${code}</li>`)}</ol>
      <div class="tools">
        <sec-copy-button .text=${codes.join('\n')} word="the codes"></sec-copy-button>
        <button @click=${() => printCodes(`Recovery codes of ${this.name}`, codes)}>Print the codes</button>
      </div>`;
  }

  #ask = () => {
    if ('recoveryCodes' in this.made) this.isAsking = true;
    else this.#dialog.end(new CustomEvent('closed'));
  };

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#ask();
  };
}

customElements.define('sec-authenticator-sheet', AuthenticatorSheet);
