import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { NewAuthenticator, PersonRow, Removal, Role } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { lastDayField, roleChoice } from '../components/role-choice.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { dayOf } from '../data/calendar.ts';
import type { House } from '../data/house.ts';
import { endOfLastDay, lastDayOf } from '../data/last-day.ts';
import { changePerson, enrolAuthenticator, removePerson } from '../data/people.ts';
import { spareKeyWords } from '../words/people.ts';
import { fieldWords } from '../words/refusal.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

type Question = 'remove' | 'authenticator';

/**
 * One person: what they may do, their spare keys, and how they go.
 *
 * Properties: `house`, `person`, `timeZone`; `isOff` when the house is out of reach.
 * Events: `changed` with what was done in words; `alerts-wanted` with the name; `removed` with a Removal; `enrolled` with a
 * NewAuthenticator; `closed`.
 */
export class PersonSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    person: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
    role: { state: true },
    question: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare person: PersonRow;
  declare timeZone: string;
  declare isOff: boolean;
  declare role: Role;
  declare question: Question | null;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.timeZone = 'UTC';
    this.isOff = false;
    this.role = 'member';
    this.question = null;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('person')) this.role = this.person.role;
  }

  protected override render(): TemplateResult {
    const { person, timeZone } = this;
    const { error, isBusy, refused } = this.#command;
    const wrong = fieldWords(error, 'endsAt');
    const isOff = this.isOff || isBusy;
    const today = dayOf(Date.now(), timeZone);
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
        ${sheetHead(person.name, this.#close)}
        <form @submit=${this.#save}>
          ${roleChoice(this.role, role => {
            this.role = role;
          })}
          ${this.role === 'guest' ? lastDayField(lastDayOf(person.endsAt, timeZone), today, wrong) : nothing}
          <p role="alert" class="wrong">${this.isOff ? 'The house is out of reach.' : wrong === null ? (refused ?? '') : ''}</p>
          <div class="choices"><button class="big primary" ?disabled=${isOff}>Save</button></div>
        </form>
        ${
          person.role === 'guest'
            ? nothing
            : html`<h3>In an alarm</h3>
              <div class="choices">
                <button class="big" ?disabled=${isOff} @click=${this.#wantAlerts}>How ${person.name} is told</button>
              </div>`
        }
        <h3>Without their phone</h3>
        <p class="keys">${spareKeyWords(person)}</p>
        <div class="choices">
          <button class="big" ?disabled=${isOff} @click=${this.#askOrEnrol}>
            ${person.hasAuthenticator ? 'New authenticator' : 'Set up an authenticator'}
          </button>
          <button class="big danger" ?disabled=${isOff} @click=${() => {
            this.question = 'remove';
          }}>Remove ${person.name}</button>
        </div>
      </dialog>
      ${this.question ? this.#ask(this.question) : nothing}`;
  }

  #ask(question: Question): TemplateResult {
    const { name } = this.person;
    const cancelled = () => {
      this.question = null;
    };
    return question === 'remove'
      ? html`<sec-confirm-sheet heading="Remove ${name}?" confirm="Remove" cancel="Not now"
          text="Their phones, sign-ins, codes and passkeys end at once. What they did stays in the record."
          @confirmed=${this.#remove} @cancelled=${cancelled}></sec-confirm-sheet>`
      : html`<sec-confirm-sheet heading="A new authenticator?" confirm="Make a new one" cancel="Keep the old one"
          text="The one that ${name} has, and the recovery codes, are worth nothing then."
          @confirmed=${this.#enrol} @cancelled=${cancelled}></sec-confirm-sheet>`;
  }

  #save = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const { role } = this;
    const { name } = this.person;
    const day = String(new FormData(event.target).get('lastDay') ?? '');
    const endsAt = role === 'guest' ? endOfLastDay(day, this.timeZone) : null;
    void this.#command.run(async () => {
      await changePerson(this.house.api, name, { role, endsAt });
      this.#dialog.end(new CustomEvent('changed', { detail: `${name} is changed.` }));
    });
  };

  #remove = () => {
    this.question = null;
    void this.#command.run(async () => {
      const detail: Removal = await removePerson(this.house.api, this.person.name);
      this.#dialog.end(new CustomEvent('removed', { detail }));
    });
  };

  #askOrEnrol = () => {
    if (this.person.hasAuthenticator) this.question = 'authenticator';
    else this.#enrol();
  };

  #enrol = () => {
    this.question = null;
    void this.#command.run(async () => {
      const detail: NewAuthenticator = await enrolAuthenticator(this.house.api, this.person.name);
      this.#dialog.end(new CustomEvent('enrolled', { detail }));
    });
  };

  #wantAlerts = () =>
    this.#dialog.end(new CustomEvent('alerts-wanted', { detail: this.person.name }));

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-person-sheet', PersonSheet);
