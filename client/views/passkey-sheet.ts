import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { nameField } from '../components/text-field.ts';
import type { House } from '../data/house.ts';
import { addPasskey } from '../data/passkeys.ts';
import { passkeyWords } from '../words/passkey.ts';
import { fieldWords } from '../words/refusal.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

/**
 * Names a passkey and has the phone make it.
 *
 * Properties: `house`; `label`, a name to begin with. Events: `added` with its name; `closed`.
 */
export class PasskeySheet extends LitElement {
  static override properties = { house: { attribute: false }, label: {} };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare label: string;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.label = '';
  }

  protected override render(): TemplateResult {
    const { error, isBusy } = this.#command;
    const wrong = fieldWords(error, 'label');
    const rest = error !== null && wrong === null ? passkeyWords(error, 'add') : '';
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead('Add a passkey', this.#close)}
      <p>The phone asks for your face, your finger or its own code, and keeps the passkey with your
        passwords.</p>
      <form @submit=${this.#submit}>
        ${nameField({ name: 'label', label: 'What it is called here', value: this.label, wrong })}
        <p role="alert" class="wrong">${rest}</p>
        <div class="choices">
          <button class="big primary" ?disabled=${isBusy}>${isBusy ? 'Asking…' : 'Make it'}</button>
          <button class="big" type="button" @click=${this.#close}>Cancel</button>
        </div>
      </form>
    </dialog>`;
  }

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    this.label = String(new FormData(event.target).get('label')).trim();
    const isDone = await this.#command.run(() => addPasskey(this.house.api, this.label));
    if (isDone) this.#dialog.end(new CustomEvent('added', { detail: this.label }));
    else this.renderRoot.querySelector<HTMLInputElement>('[aria-invalid]')?.select();
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-passkey-sheet', PasskeySheet);
