import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeviceRow } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { nameField } from '../components/text-field.ts';
import { hasCode } from '../data/api-error.ts';
import type { House } from '../data/house.ts';
import { letInAgain, renameDevice, renewDevice, shutOut, suspendDevice } from '../data/people.ts';
import {
  appWords,
  certificateWords,
  seenWords,
  shutOutMeans,
  suspendMeans,
} from '../words/device.ts';
import { fieldWords } from '../words/refusal.ts';
import { plainDate } from '../words/time.ts';
import type { BegunPairing } from './add-phone-sheet.ts';
import { detailStyles } from './detail-styles.ts';
import { formStyles } from './form-styles.ts';

type Question = 'suspend' | 'shut-out';

/**
 * One phone, and what can be done about it.
 *
 * Properties: `house`, `device`, `timeZone`; `isOff` when the house is out of reach.
 * Events: `begun` with a BegunPairing; `changed`, with what was done in words; `closed`.
 */
export class DeviceSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    device: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
    question: { state: true },
    isRenaming: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, formStyles, detailStyles];
  declare house: House;
  declare device: DeviceRow;
  declare timeZone: string;
  declare isOff: boolean;
  declare question: Question | null;
  declare isRenaming: boolean;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.timeZone = 'UTC';
    this.isOff = false;
    this.question = null;
    this.isRenaming = false;
  }

  protected override render(): TemplateResult {
    const { device, timeZone } = this;
    const nowMs = Date.now();
    const { suspendedAt, suspendedBy } = device;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
        ${sheetHead(device.name, this.#close)}
        ${
          suspendedAt === null
            ? nothing
            : html`<p class="state">Suspended by ${suspendedBy ?? 'somebody'}: it opens nothing until it is let in again.</p>`
        }
        <dl>
          <div><dt>Belongs to</dt><dd>${device.person}</dd></div>
          <div><dt>Certificate</dt><dd>${certificateWords(device, nowMs, timeZone).replace(/^Certificate /, '')}
            <small>since ${plainDate(device.issuedAt, nowMs, timeZone)}</small></dd></div>
          <div><dt>Last seen</dt><dd>${seenWords(device.lastSeenAt, nowMs, timeZone)}</dd></div>
          <div><dt>App</dt><dd>${appWords(device.appAt, nowMs, timeZone)}</dd></div>
        </dl>
        ${this.isRenaming ? this.#renaming() : this.#choices()}
      </dialog>
      ${this.question ? this.#ask(this.question) : nothing}`;
  }

  #choices(): TemplateResult {
    const { device } = this;
    const isOff = this.isOff || this.#command.isBusy;
    const isSuspended = device.suspendedAt !== null;
    return html`<div class="choices">
      <p role="alert" class="wrong">${this.isOff ? 'The house is out of reach.' : (this.#command.refused ?? '')}</p>
      ${
        isSuspended
          ? html`<button class="big primary" ?disabled=${isOff} @click=${this.#letIn}>Let in again</button>`
          : html`<button class="big primary" ?disabled=${isOff} @click=${this.#renew}>Renew its certificate</button>`
      }
      <button class="big" ?disabled=${isOff} @click=${() => this.#startRenaming(true)}>Rename</button>
      ${
        isSuspended
          ? nothing
          : html`<button class="big" ?disabled=${isOff} @click=${() => this.#question('suspend')}>Suspend</button>`
      }
      <button class="big danger" ?disabled=${isOff} @click=${() => this.#question('shut-out')}>Shut out for good</button>
    </div>`;
  }

  #renaming(): TemplateResult {
    const { error, refused, isBusy } = this.#command;
    const wrong = fieldWords(error, 'name') ?? (hasCode(error, 'taken') ? refused : null);
    return html`<form @submit=${this.#rename}>
      ${nameField({ name: 'name', label: 'New name', value: this.device.name, wrong })}
      <p role="alert" class="wrong">${wrong === null ? (refused ?? '') : ''}</p>
      <div class="choices">
        <button class="big primary" ?disabled=${isBusy || this.isOff}>Save</button>
        <button class="big" type="button" @click=${() => this.#startRenaming(false)}>Cancel</button>
      </div>
    </form>`;
  }

  #ask(question: Question): TemplateResult {
    const { name, person } = this.device;
    const isOwn = this.house.own.me.value?.device?.name === name;
    const cancelled = () => {
      this.question = null;
    };
    return question === 'suspend'
      ? html`<sec-confirm-sheet heading="Suspend ${name}?" confirm="Suspend" cancel="Not now"
          .text=${suspendMeans(person, isOwn)}
          @confirmed=${this.#suspend} @cancelled=${cancelled}></sec-confirm-sheet>`
      : html`<sec-confirm-sheet heading="Shut ${name} out for good?" confirm="Shut out" cancel="Not now"
          .text=${shutOutMeans(person, isOwn)}
          @confirmed=${this.#shutOut} @cancelled=${cancelled}></sec-confirm-sheet>`;
  }

  #question(question: Question): void {
    this.question = question;
  }

  async #startRenaming(isRenaming: boolean): Promise<void> {
    this.isRenaming = isRenaming;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(isRenaming ? 'input' : '#heading')?.focus();
  }

  async #do(work: () => Promise<void>, said: string): Promise<void> {
    this.question = null;
    if (await this.#command.run(work)) this.#end(new CustomEvent('changed', { detail: said }));
  }

  #renew = () => {
    const begin = () => renewDevice(this.house.api, this.device.name);
    void this.#command.run(async () => {
      const detail: BegunPairing = { pairing: await begin(), again: begin };
      this.#end(new CustomEvent('begun', { detail }));
    });
  };

  #letIn = () => {
    const { name } = this.device;
    void this.#do(() => letInAgain(this.house.api, name), `${name} is let in again.`);
  };

  #suspend = () => {
    const { name } = this.device;
    void this.#do(() => suspendDevice(this.house.api, name), `${name} is suspended.`);
  };

  #shutOut = () => {
    const { name } = this.device;
    void this.#do(() => shutOut(this.house.api, name), `${name} is shut out.`);
  };

  #rename = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const to = String(new FormData(event.target).get('name')).trim();
    const { name } = this.device;
    void this.#do(() => renameDevice(this.house.api, name, to), `${name} is called ${to} now.`);
  };

  #end(event: Event): void {
    this.#dialog.end(event);
  }

  #close = () => this.#end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-device-sheet', DeviceSheet);
