import { css, html, LitElement, type TemplateResult } from 'lit';
import type { LaterRequest, ModeRequest, Profile, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { nextInstantOf } from '../data/later.ts';
import { armLaterWords } from '../words/later.ts';
import { PROFILES, profileMeans, profileTitle } from '../words/mode.ts';
import { stateWord } from '../words/sensor.ts';
import { formStyles } from './form-styles.ts';

/**
 * Alert with something left out, or at a later time.
 *
 * Property: `house`. Events: `arm` with the request; `closed`.
 */
export class ArmSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    profile: { state: true },
    out: { state: true },
    time: { state: true },
  };
  static override styles = [
    baseStyles,
    sheetStyles,
    formStyles,
    css`
      .profiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px; }
      .profiles .choice { grid-template-columns: 1fr; min-height: var(--touch); padding: 6px; justify-items: center; text-align: center; font: var(--t-label); }
      .profiles input { position: absolute; opacity: 0; pointer-events: none; }
      .means { font: var(--t-small); margin: 8px 2px 0; min-height: 2.7em; }
      h3 { font: var(--t-label); color: var(--ink-2); margin: 18px 0 0; }
      li label { display: grid; grid-template-columns: 24px 1fr auto; gap: 12px; align-items: center; min-height: var(--touch); width: 100%; color: var(--ink); cursor: pointer; }
      dialog li { padding: 0; }
      li em { font-style: normal; color: var(--ink-2); }
      li .care { color: var(--care); font-weight: 650; }
      input[type='checkbox'] { position: relative; width: 24px; padding: 0; margin: 0; border: 0; border-radius: 0; background: none; cursor: pointer; }
      input[type='checkbox']::before { content: ''; position: absolute; inset: 12px 0; border: 2px solid var(--ink-3); border-radius: 7px; background: var(--card); }
      input[type='checkbox']:checked::before { border-color: var(--care); background: var(--care); }
      input[type='checkbox']:checked::after { content: ''; position: absolute; left: 8px; top: 16px; width: 7px; height: 12px; border: solid var(--card); border-width: 0 3px 3px 0; transform: rotate(40deg); }
      input[type='checkbox']:focus-visible { outline-offset: -8px; }
      .later { display: grid; grid-template-columns: 8.5em 1fr; gap: 10px; align-items: end; margin-top: 10px; }
      .later button { font-weight: 600; min-height: var(--touch); padding: 6px 12px; }
    `,
  ];
  declare house: House;
  declare profile: Profile;
  /** Ids of sensors that are to be left out. */
  declare out: ReadonlySet<string>;
  /** `HH:MM` in the house. */
  declare time: string;

  #dialog = new DialogController(this);
  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.profile = 'away';
    this.out = new Set();
    this.time = '23:00';
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.profile = this.house.status.value.lastProfile ?? 'away';
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const { status, isPast } = reach;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead('Alert, with a choice', this.#close)}
      <fieldset><legend>Profile</legend><div class="profiles">
        ${PROFILES.map(
          profile => html`<label class="choice"><input type="radio" name="profile" .checked=${profile === this.profile}
            @change=${() => {
              this.profile = profile;
            }}>${profileTitle[profile]}</label>`,
        )}
      </div></fieldset>
      <p class="means">${profileMeans[this.profile]}</p>
      ${status ? this.#sensors(status) : ''}
      <div class="choices">
        <button class="big primary" ?disabled=${isPast || !status} @click=${this.#arm}>${this.#armTitle(status)}</button>
      </div>
      <h3 id="later">Or arm by itself, later</h3>
      ${this.#later(reach)}
      <p role="alert" class="wrong">${this.#command.refused ?? ''}</p>
    </dialog>`;
  }

  #sensors(status: Status): TemplateResult {
    const sensors = this.#ofProfile(status);
    return html`<fieldset><legend>Leave out, until it is disarmed</legend><ul>
      ${sensors.map(
        sensor => html`<li><label><input type="checkbox" .checked=${this.out.has(sensor.id)}
          @change=${() => this.#toggle(sensor.id)}>
          <span>${sensor.name}</span>
          <em class=${sensor.state === 'open' || sensor.state === 'fault' || sensor.state === 'unknown' ? 'care' : ''}>${stateWord(sensor)}</em></label></li>`,
      )}
    </ul></fieldset>`;
  }

  #later({ status, isPast, nowMs, timeZone }: Reach): TemplateResult {
    const at = new Date(nextInstantOf(this.time, nowMs, timeZone)).toISOString();
    return html`<div class="later" role="group" aria-labelledby="later">
      <label>At<input type="time" required .value=${this.time} @input=${({ target }: Event) => {
        if (target instanceof HTMLInputElement && target.value !== '') this.time = target.value;
      }}></label>
      <button ?disabled=${isPast || !status || this.#command.isBusy}
        @click=${() => this.#armLater({ at, profile: this.profile })}>${armLaterWords(this.profile, at, nowMs, timeZone)}</button>
    </div>`;
  }

  #ofProfile({ sensors }: Status): Status['sensors'] {
    return sensors.filter(
      ({ kind, zone, profiles }) =>
        kind !== 'temperature' && zone !== 'chime' && profiles.includes(this.profile),
    );
  }

  #armTitle(status: Status | null): string {
    const count = status ? this.#bypass(status).length : 0;
    const rest = count === 0 ? '' : count === 1 ? ', one left out' : `, ${count} left out`;
    return `Arm ${profileTitle[this.profile]}${rest}`;
  }

  #bypass(status: Status): string[] {
    return this.#ofProfile(status).flatMap(({ id }) => (this.out.has(id) ? [id] : []));
  }

  #toggle(id: string): void {
    const out = new Set(this.out);
    if (!out.delete(id)) out.add(id);
    this.out = out;
  }

  #arm = () => {
    const { status } = this.house.status.value;
    if (!status) return;
    const bypass = this.#bypass(status);
    const detail: ModeRequest = { mode: 'alert', profile: this.profile, bypass };
    this.#dialog.end(new CustomEvent('arm', { detail }));
  };

  async #armLater(request: LaterRequest): Promise<void> {
    const work = () => this.house.order('PUT', '/api/later', request);
    if (await this.#command.run(work)) this.#close();
  }

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-arm-sheet', ArmSheet);
