import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ConfirmMethod } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import '../components/passkey-confirm.ts';
import { pinField } from '../components/pin-field.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { confirmIdentity, setPin } from '../data/keys.ts';
import { PIN_HINT, proofWords } from '../words/pin.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

/** What is asked for: `new-pin` of whoever has nothing to confirm with; `nothing` would do from here. */
type Ask = 'pin' | 'recovery' | 'passkey' | 'new-pin' | 'nothing';

/**
 * Asks who holds the phone, because the hub wants to know before it does something.
 *
 * Properties: `house`; `methods`, what would do. A `sec-passkey-confirm` inside offers the passkey: it
 * is given `house`, and says `confirmed` when the hub was convinced.
 * Events: `confirmed`, `cancelled`.
 */
export class IdentitySheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    methods: { attribute: false },
    isRecovery: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare methods: readonly ConfirmMethod[];
  declare isRecovery: boolean;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.methods = [];
    this.isRecovery = false;
  }

  protected override render(): TemplateResult {
    const ask = this.#ask();
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(ask === 'new-pin' ? 'Set a PIN first' : 'Is it you?', this.#close)}
      <p>${(this.methods.includes('passkey') && leadsBesidePasskey[ask]) || leads[ask]}</p>
      ${
        this.methods.includes('passkey')
          ? html`<sec-passkey-confirm .house=${this.house} .isOnly=${ask === 'passkey'} @confirmed=${this.#confirmed}></sec-passkey-confirm>`
          : nothing
      }
      ${ask === 'nothing' || ask === 'passkey' ? this.#out() : this.#form(ask)}
    </dialog>`;
  }

  #ask(): Ask {
    const has = (method: ConfirmMethod) => this.methods.includes(method);
    if (has('recovery') && (this.isRecovery || !has('pin'))) return 'recovery';
    if (has('pin')) return 'pin';
    if (has('passkey')) return 'passkey';
    return this.house.own.me.value?.hasPin ? 'nothing' : 'new-pin';
  }

  #form(ask: 'pin' | 'recovery' | 'new-pin'): TemplateResult {
    const { error, isBusy } = this.#command;
    const wrong =
      error === null ? null : proofWords(error, ask === 'recovery' ? 'recovery' : 'pin');
    const isEither = this.methods.includes('pin') && this.methods.includes('recovery');
    return html`<form @submit=${this.#submit} data-ask=${ask}>
      ${ask === 'recovery' ? recoveryField(wrong) : ask === 'pin' ? pinField({ name: 'proof', label: 'PIN', wrong }) : pinField({ name: 'proof', label: 'New PIN', hint: PIN_HINT, wrong })}
      <div class="choices">
        <button class="big primary" ?disabled=${isBusy}>${isBusy ? 'Asking…' : ask === 'new-pin' ? 'Set it and go on' : 'Go on'}</button>
        ${
          isEither
            ? html`<button class="big quiet" type="button" @click=${this.#turn}>
                ${ask === 'pin' ? 'Use a recovery code' : 'Use the PIN'}</button>`
            : nothing
        }
        <button class="big" type="button" @click=${this.#close}>Cancel</button>
      </div>
    </form>`;
  }

  #out(): TemplateResult {
    return html`<div class="choices"><button class="big" @click=${this.#close}>Close</button></div>`;
  }

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const { ask } = event.target.dataset;
    const proof = String(new FormData(event.target).get('proof')).trim();
    const { api } = this.house;
    const isDone = await this.#command.run(async () => {
      if (ask === 'new-pin') await setPin(api, proof);
      await confirmIdentity(api, ask === 'recovery' ? { recovery: proof } : { pin: proof });
    });
    if (isDone) this.#confirmed();
    else this.renderRoot.querySelector<HTMLInputElement>('[name=proof]')?.select();
  };

  #turn = async () => {
    this.isRecovery = !this.isRecovery;
    this.#command.forget();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[name=proof]')?.focus();
  };

  #confirmed = () => this.#dialog.end(new CustomEvent('confirmed'));

  #close = () => this.#dialog.end(new CustomEvent('cancelled'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

const leadsBesidePasskey: Partial<Record<Ask, string>> = {
  pin: 'Before this is done, the house asks for your passkey or your PIN.',
  recovery:
    'Before this is done, the house asks for your passkey, or for one of your recovery codes. It is used up then.',
};

const leads: Record<Ask, string> = {
  pin: 'Before this is done, the house asks for your PIN.',
  recovery:
    'Before this is done, the house asks for one of your recovery codes. It is used up then.',
  passkey: 'Before this is done, the house asks for your passkey.',
  'new-pin': 'Before this is done, the house asks for a PIN, and you have none yet.',
  nothing: 'Away from home a code alone does not do this. Use a phone with a certificate.',
};

function recoveryField(wrong: string | null): TemplateResult {
  return html`<div class="field">
    <label for="proof">Recovery code</label>
    <input id="proof" name="proof" required maxlength="64" autocomplete="off" autocapitalize="none"
      spellcheck="false" aria-invalid=${wrong === null ? nothing : 'true'}
      aria-describedby=${wrong === null ? nothing : 'proof-wrong'}>
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="proof-wrong">${wrong}</p>`}
  </div>`;
}

customElements.define('sec-identity-sheet', IdentitySheet);
