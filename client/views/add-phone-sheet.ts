import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { NewDeviceRequest, NewPairing, PersonRow, Role } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { icon } from '../components/icon.ts';
import { lastDayField, roleChoice } from '../components/role-choice.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { nameField } from '../components/text-field.ts';
import { hasCode } from '../data/api-error.ts';
import { dayOf } from '../data/calendar.ts';
import type { House } from '../data/house.ts';
import { endOfLastDay } from '../data/last-day.ts';
import { addDevice } from '../data/people.ts';
import { fieldWords } from '../words/refusal.ts';
import { formStyles } from './form-styles.ts';

export interface BegunPairing {
  pairing: NewPairing;
  again: () => Promise<NewPairing>;
}

const SOMEBODY_NEW = '';

/**
 * Asks whose phone comes in, and begins to let it in.
 *
 * Properties: `house`; `people`; `person`, who is chosen at first, null for somebody new; `timeZone`;
 * `isOff` when the house is out of reach.
 * Events: `begun` with a BegunPairing; `closed`.
 */
export class AddPhoneSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    people: { attribute: false },
    person: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
    owner: { state: true },
    newName: { state: true },
    role: { state: true },
  };
  static override styles = [
    baseStyles,
    sheetStyles,
    formStyles,
    css`form { display: grid; gap: 18px; margin-top: 12px; } .choices { margin-top: 4px; }`,
  ];
  declare house: House;
  declare people: readonly PersonRow[];
  declare person: string | null;
  declare timeZone: string;
  declare isOff: boolean;
  /** Empty for somebody new. */
  declare owner: string;
  declare newName: string;
  declare role: Role;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.people = [];
    this.person = null;
    this.timeZone = 'UTC';
    this.isOff = false;
    this.owner = SOMEBODY_NEW;
    this.newName = '';
    this.role = 'member';
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('person')) this.owner = this.person ?? SOMEBODY_NEW;
  }

  protected override render(): TemplateResult {
    const { error, isBusy, refused } = this.#command;
    const isNew = this.owner === SOMEBODY_NEW;
    const isTaken = hasCode(error, 'taken');
    const wrong = (path: string) => fieldWords(error, path);
    const name = wrong('name') ?? (isTaken ? refused : null);
    const wrongFields = [name, wrong('person'), wrong('endsAt'), wrong('role')];
    const isSaid = wrongFields.some(words => words !== null);
    const today = dayOf(Date.now(), this.timeZone);
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead('Add a phone', this.#close)}
      <form @submit=${this.#submit}>
        <label class="select">Whose is it?
          <select name="owner" @change=${this.#choose}>
            <option value=${SOMEBODY_NEW} ?selected=${isNew}>Somebody new</option>
            ${this.people.map(
              person =>
                html`<option value=${person.name} ?selected=${person.name === this.owner}>${person.name}</option>`,
            )}
          </select>
          ${icon('down', 20)}
        </label>
        ${
          isNew
            ? html`<div @input=${this.#rename}>${nameField({ name: 'person', label: 'Their name', value: this.newName, wrong: wrong('person') })}</div>`
            : nothing
        }
        ${nameField({
          name: 'name',
          label: 'Name of the phone',
          value: this.#suggestion(),
          hint: 'As the family calls it.',
          wrong: name,
        })}
        ${
          isNew
            ? roleChoice(this.role, role => {
                this.role = role;
              })
            : nothing
        }
        ${isNew && this.role === 'guest' ? lastDayField('', today, wrong('endsAt')) : nothing}
        <p role="alert" class="wrong">${this.isOff ? 'The house is out of reach.' : isSaid ? '' : (refused ?? '')}</p>
        <div class="choices">
          <button class="big primary" ?disabled=${isBusy || this.isOff}>${isBusy ? 'Making its certificate…' : 'Next'}</button>
          <button class="big" type="button" @click=${this.#close}>Cancel</button>
        </div>
      </form>
    </dialog>`;
  }

  /** "Tom’s phone", or "Tom’s phone 2" where there is one. */
  #suggestion(): string {
    const owner = this.owner || this.newName.trim();
    if (owner === '') return '';
    const taken = new Set(this.people.flatMap(({ devices }) => devices));
    const base = `${owner}’s phone`;
    let name = base;
    for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
    return name;
  }

  #choose = (event: Event) => {
    if (event.target instanceof HTMLSelectElement) this.owner = event.target.value;
  };

  #rename = (event: Event) => {
    if (event.target instanceof HTMLInputElement) this.newName = event.target.value;
  };

  #submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = new FormData(event.target);
    const written = (name: string) => String(form.get(name) ?? '').trim();
    const endsAt = endOfLastDay(written('lastDay'), this.timeZone);
    const isNew = this.owner === SOMEBODY_NEW;
    const request: NewDeviceRequest = {
      name: written('name'),
      person: isNew ? written('person') : this.owner,
      ...(isNew ? { role: this.role } : {}),
      ...(isNew && endsAt !== null ? { endsAt } : {}),
    };
    const begin = () => addDevice(this.house.api, request);
    await this.#command.run(async () => {
      const detail: BegunPairing = { pairing: await begin(), again: begin };
      this.#dialog.end(new CustomEvent('begun', { detail }));
    });
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-add-phone-sheet', AddPhoneSheet);
