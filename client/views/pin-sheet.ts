import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { pinField } from '../components/pin-field.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { hasCode } from '../data/api-error.ts';
import type { House } from '../data/house.ts';
import { setDuressPin, setPin } from '../data/keys.ts';
import { PIN_HINT, type PinKind, pinSheetWords, proofWords } from '../words/pin.ts';
import { fieldWords } from '../words/refusal.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

/**
 * Sets, changes or takes away somebody's own PIN, or the code that they write under threat.
 *
 * Properties: `house`; `which`; `hasPin`; `isThere`, the one that it is about; `isTaking`, to take it away. Events: `changed` with words; `closed`.
 */
export class PinSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    which: { attribute: false },
    hasPin: { attribute: false },
    isThere: { attribute: false },
    isTaking: { attribute: false },
  };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare which: PinKind;
  declare hasPin: boolean;
  declare isThere: boolean;
  declare isTaking: boolean;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.which = 'pin';
    this.hasPin = false;
    this.isThere = false;
    this.isTaking = false;
  }

  protected override render(): TemplateResult {
    const { error, isBusy } = this.#command;
    const isCurrentWrong = hasCode(error, 'confirmation_failed');
    const wrong = fieldWords(error, 'pin');
    const rest =
      error !== null && !isCurrentWrong && wrong === null ? proofWords(error, 'pin') : '';
    const { title, why, label } = this.#words();
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(title, this.#close)}
      <p>${why}</p>
      <form @submit=${this.#submit}>
        ${
          this.hasPin
            ? pinField({
                name: 'current',
                label: this.which === 'duress' ? 'Your PIN' : 'PIN so far',
                wrong: isCurrentWrong ? proofWords(error, 'pin') : null,
              })
            : ''
        }
        ${this.isTaking ? '' : pinField({ name: 'pin', label, hint: PIN_HINT, wrong })}
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
    const { api } = this.house;
    const isDone = await this.#command.run(() =>
      this.which === 'duress' ? setDuressPin(api, pin, current ?? '') : setPin(api, pin, current),
    );
    const detail = this.#words().done;
    if (isDone) this.#dialog.end(new CustomEvent('changed', { detail }));
    else this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid]')?.select();
  };

  #words() {
    return pinSheetWords(this.which, this.isThere, this.isTaking);
  }

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-pin-sheet', PinSheet);
