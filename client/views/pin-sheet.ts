import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { pinField } from '../components/pin-field.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { hasCode } from '../data/api-error.ts';
import type { House } from '../data/house.ts';
import { setPin } from '../data/keys.ts';
import { PIN_HINT, proofWords } from '../words/pin.ts';
import { fieldWords } from '../words/refusal.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

/**
 * Sets, changes or takes away somebody's own PIN.
 *
 * Properties: `house`; `hasPin`; `isTaking`, to take it away. Events: `changed` with words; `closed`.
 */
export class PinSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    hasPin: { attribute: false },
    isTaking: { attribute: false },
  };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare hasPin: boolean;
  declare isTaking: boolean;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.hasPin = false;
    this.isTaking = false;
  }

  protected override render(): TemplateResult {
    const { error, isBusy } = this.#command;
    const isCurrentWrong = hasCode(error, 'confirmation_failed');
    const wrong = fieldWords(error, 'pin');
    const rest =
      error !== null && !isCurrentWrong && wrong === null ? proofWords(error, 'pin') : '';
    const title = this.isTaking
      ? 'Take the PIN away'
      : this.hasPin
        ? 'Change the PIN'
        : 'Set a PIN';
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(title, this.#close)}
      <p>${
        this.isTaking
          ? 'Whoever holds this phone unlocked can then do all that you can.'
          : 'The house asks for it before what matters most, so that an unlocked phone is not a key.'
      }</p>
      <form @submit=${this.#submit}>
        ${
          this.hasPin
            ? pinField({
                name: 'current',
                label: 'PIN so far',
                wrong: isCurrentWrong ? proofWords(error, 'pin') : null,
              })
            : ''
        }
        ${this.isTaking ? '' : pinField({ name: 'pin', label: 'New PIN', hint: PIN_HINT, wrong })}
        <p role="alert" class="wrong">${rest}</p>
        <div class="choices">
          <button class="big primary" ?disabled=${isBusy}>${this.isTaking ? 'Take it away' : 'Save'}</button>
          <button class="big" type="button" @click=${this.#close}>Cancel</button>
        </div>
      </form>
    </dialog>`;
  }

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = new FormData(event.target);
    const current = this.hasPin ? String(form.get('current')) : undefined;
    const pin = this.isTaking ? null : String(form.get('pin'));
    const isDone = await this.#command.run(() => setPin(this.house.api, pin, current));
    const detail = pin === null ? 'The PIN is gone.' : 'The PIN is set.';
    if (isDone) this.#dialog.end(new CustomEvent('changed', { detail }));
    else this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid]')?.select();
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-pin-sheet', PinSheet);
