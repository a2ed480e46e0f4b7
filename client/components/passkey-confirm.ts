import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { House } from '../data/house.ts';
import { confirmByPasskey } from '../data/passkeys.ts';
import { knowsPasskeys } from '../data/webauthn.ts';
import { passkeyWords, whyNoPasskey } from '../words/passkey.ts';
import { baseStyles } from './base-styles.ts';
import { CommandController } from './command-controller.ts';

/**
 * Tells the hub by a passkey who holds the phone.
 *
 * Properties: `house`; `isOnly`, when nothing else would do. Events: `confirmed`.
 */
export class PasskeyConfirm extends LitElement {
  static override properties = { house: { attribute: false }, isOnly: { attribute: false } };
  static override styles = [
    baseStyles,
    css`
      button { margin-top: 20px; }
      p { margin-top: 12px; font: var(--t-label); }
      .wrong { color: var(--care); font-weight: 600; }
    `,
  ];
  declare house: House;
  declare isOnly: boolean;

  #command = new CommandController(this);

  constructor() {
    super();
    this.isOnly = false;
  }

  protected override render(): TemplateResult {
    const me = this.house.own.me.value;
    const why = me && whyNoPasskey(me, knowsPasskeys());
    if (why !== null) return html`<p class="soft">${why}</p>`;
    const { error, isBusy } = this.#command;
    return html`
      <button class="big ${this.isOnly ? 'primary' : ''}" ?disabled=${isBusy} @click=${this.#confirm}>
        ${isBusy ? 'Asking…' : 'Use Face ID or a passkey'}</button>
      ${error === null ? nothing : html`<p class="wrong" role="alert">${passkeyWords(error, 'confirm')}</p>`}`;
  }

  #confirm = async () => {
    const isDone = await this.#command.run(() => confirmByPasskey(this.house.api));
    // Whoever closed the sheet meanwhile does not want it any more.
    if (isDone && this.isConnected) this.dispatchEvent(new CustomEvent('confirmed'));
  };
}

customElements.define('sec-passkey-confirm', PasskeyConfirm);
