import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { AlertSettings } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { switchField, switchStyles } from '../components/switch-field.ts';
import { chimeWords, hoursProblem } from '../words/alerts.ts';
import { cleanNumber, numberProblem } from '../words/number.ts';
import { fieldWords, refusalWords } from '../words/refusal.ts';
import { formStyles } from './form-styles.ts';

/**
 * How somebody is told of an alarm.
 *
 * Properties: `settings`, the hub's; `person`, whose they are, null for one's own; `error`, why the
 * last ones were refused; `disabled`. Events: `saved` with AlertSettings.
 */
export class AlertForm extends LitElement {
  static override properties = {
    settings: { attribute: false },
    person: { attribute: false },
    error: { attribute: false },
    disabled: { attribute: false },
    draft: { state: true },
    problem: { state: true },
    hoursProblem: { state: true },
  };
  static override styles = [
    baseStyles,
    formStyles,
    switchStyles,
    css`
      form { display: grid; gap: 18px; }
      .group { display: grid; gap: 14px; padding: 16px; border-radius: var(--r-m); background: var(--card); }
      :host([plain]) .group { padding: 0; }
      :host([plain]) .group + .group { border-top: 1px solid var(--line); border-radius: 0; padding-top: 18px; }
      .hours { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
      input { scroll-margin: 56px 0 24px; }
      .always { font: var(--t-small); color: var(--ink-2); }
    `,
  ];
  declare settings: AlertSettings;
  declare person: string | null;
  declare error: unknown;
  declare disabled: boolean;
  declare draft: AlertSettings;
  /** What is wrong with the number and with the hours, before the hub is asked. */
  declare problem: string | null;
  declare hoursProblem: string | null;

  constructor() {
    super();
    this.person = null;
    this.error = null;
    this.disabled = false;
    this.problem = null;
    this.hoursProblem = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('settings')) this.draft = this.settings;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('error') && this.error !== null) void this.#showWrong();
  }

  protected override render(): TemplateResult {
    const { draft, person } = this;
    const wrongHours =
      this.hoursProblem ??
      fieldWords(this.error, 'quiet') ??
      fieldWords(this.error, 'quiet.from') ??
      fieldWords(this.error, 'quiet.to');
    const wrongNumber = this.problem ?? fieldWords(this.error, 'number');
    const isPlaced = wrongHours !== null || wrongNumber !== null;
    return html`<form novalidate @submit=${this.#submit}>
      <div class="group">
        ${this.#number(wrongNumber)}
        ${switchField({
          ...{ name: 'sms', title: 'Text messages', isOn: draft.sms },
          text: 'They come without internet on the phone, and are limited each day.',
          onChange: sms => this.#change({ sms }),
        })}
      </div>
      <div class="group">
        ${switchField({
          ...{ name: 'push', title: 'Notifications', isOn: draft.push },
          text:
            person === null
              ? 'On all your phones. Each phone is asked once, in House, This phone.'
              : 'On all their phones. Each phone is asked once, in House, This phone.',
          onChange: push => this.#change({ push }),
        })}
        ${
          draft.push
            ? switchField({
                ...{ name: 'chime', title: chimeWords.title, isOn: draft.chime },
                text: chimeWords.text,
                onChange: chime => this.#change({ chime }),
              })
            : nothing
        }
      </div>
      <div class="group">${this.#quiet(wrongHours)}</div>
      <p role="alert" class="wrong">${isPlaced || this.error === null ? '' : refusalWords(this.error)}</p>
      <button class="big primary" ?disabled=${this.disabled}>Save</button>
    </form>`;
  }

  #number(wrong: string | null): TemplateResult {
    return html`<div class="field">
      <label for="number">Mobile number</label>
      <input id="number" name="number" type="tel" inputmode="tel" autocomplete=${this.person === null ? 'tel' : 'off'}
        .value=${this.settings.number ?? ''} placeholder="+61 400 000 000"
        aria-invalid=${wrong === null ? nothing : 'true'}
        aria-describedby=${wrong === null ? 'number-hint' : 'number-hint number-wrong'}>
      <small id="number-hint">With its country, +61 for Australia. Only the hub sends to it, and only alarms,
        faults and tests. The family sees its last three digits, admins all of it.</small>
      ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="number-wrong">${wrong}</p>`}
    </div>`;
  }

  #quiet(wrong: string | null): TemplateResult {
    const { quiet } = this.draft;
    return html`${switchField({
      ...{ name: 'quiet', title: 'Quiet hours', isOn: quiet !== null },
      text: 'An alarm that nothing confirms does not wake anybody then.',
      onChange: isOn => this.#change({ quiet: isOn ? { from: '22:00', to: '06:30' } : null }),
    })}
    ${quiet ? html`<div class="hours">${this.#time('from', 'From', quiet.from, wrong)}${this.#time('to', 'Until', quiet.to, wrong)}</div>` : nothing}
    ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="hours-wrong">${wrong}</p>`}
    <p class="always">Confirmed alarms, tampering and faults of the hub always come. When otherwise nobody
      would hear an alarm, quiet hours count for nobody.</p>`;
  }

  #time(name: 'from' | 'to', label: string, value: string, wrong: string | null): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input id=${name} name=${name} type="time" required .value=${value}
        aria-invalid=${wrong === null ? nothing : 'true'}
        aria-describedby=${wrong === null ? nothing : 'hours-wrong'}>
    </div>`;
  }

  #change(part: Partial<AlertSettings>): void {
    this.draft = { ...this.draft, ...part };
  }

  #submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = new FormData(event.target);
    const written = String(form.get('number') ?? '');
    const [from, to] = [String(form.get('from') ?? ''), String(form.get('to') ?? '')];
    const quiet = this.draft.quiet && { from, to };
    this.problem = numberProblem(written);
    this.hoursProblem = quiet && hoursProblem(quiet);
    if (this.problem !== null || this.hoursProblem !== null) {
      void this.#showWrong();
      return;
    }
    const number = cleanNumber(written) || null;
    const detail: AlertSettings = { ...this.draft, number, quiet };
    this.draft = detail;
    this.dispatchEvent(new CustomEvent('saved', { detail }));
  };

  async #showWrong(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }
}

customElements.define('sec-alert-form', AlertForm);
