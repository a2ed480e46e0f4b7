import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { HouseSettings, ReplayReport } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { icon } from '../components/icon.ts';
import { changeList } from '../components/settings-changes.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { replaySettings } from '../data/settings.ts';
import type { SaveOutcome, SettingsDraft } from '../data/settings-draft.ts';
import { count } from '../words/settings.ts';
import { changeWords } from '../words/settings-changes.ts';
import { noPastWords, replayWords } from '../words/settings-replay.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { sheetListStyles } from './settings-sheet-styles.ts';

/**
 * What is about to be saved, and what the past says of it.
 *
 * Properties: `house`; `draft`, the SettingsDraft; `nowMs`, `timeZone`; `isOff`, nothing can be changed.
 * Events: `ended` with a SaveOutcome; `closed`.
 */
export class SettingsCheck extends LitElement {
  static override properties = {
    house: { attribute: false },
    draft: { attribute: false },
    nowMs: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
    report: { state: true },
    failed: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, sheetListStyles];
  declare house: House;
  declare draft: SettingsDraft;
  declare nowMs: number;
  declare timeZone: string;
  declare isOff: boolean;
  declare report: ReplayReport | null;
  /** Why the past could not be asked. */
  declare failed: string | null;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.nowMs = 0;
    this.timeZone = 'UTC';
    this.isOff = false;
    this.report = null;
    this.failed = null;
  }

  protected override firstUpdated(): void {
    void this.#ask();
  }

  protected override render(): TemplateResult {
    const { page, draft } = this.draft.state.value;
    const changes = page && draft ? changeWords(page.settings, draft) : [];
    const isOff = this.isOff || this.#command.isBusy;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(`Save ${count(Math.max(1, changes.length), 'change')}?`, this.#close)}
      ${changeList(changes)}
      <h3>What the past says</h3>
      <div class="past" role="status">${this.#past(draft)}</div>
      ${this.report && draft ? this.#differences(this.report, draft) : nothing}
      <p class="wrong" role="alert">${this.isOff ? 'Nothing can be saved now.' : (this.#command.refused ?? '')}</p>
      <div class="choices">
        <button class="big primary" ?disabled=${isOff} @click=${this.#save}>${this.#command.isBusy ? 'Saving…' : 'Save'}</button>
        <button class="big" @click=${this.#close}>Not now</button>
      </div>
    </dialog>`;
  }

  #past(draft: HouseSettings | null): TemplateResult {
    if (this.failed !== null) {
      return html`<p>The past could not be asked: nobody knows what this would have changed. You can save it all
        the same.</p><p class="wrong">${this.failed}</p>
        <div class="choices"><button @click=${this.#ask}>Try again</button></div>`;
    }
    if (!this.report || !draft) return html`<p>Trying it on what was recorded…</p>`;
    const nameOf = namesIn(draft);
    const { lines, lost } = replayWords(this.report, {
      ...{ nameOf, nowMs: this.nowMs, timeZone: this.timeZone },
    });
    return html`${lines.map(line => html`<p>${line}</p>`)}
      ${lost.map(line => html`<p class="lost">${icon('care', 20)} <span>${line}</span></p>`)}`;
  }

  #differences(
    { differences }: ReplayReport,
    draft: HouseSettings,
  ): TemplateResult | typeof nothing {
    const { nowMs, timeZone } = this;
    if (differences.length === 0) return nothing;
    const nameOf = namesIn(draft);
    return html`<details>
      <summary>${icon('down', 20)} ${count(differences.length, 'alarm')} that would differ</summary>
      <ul>${differences.map(
        ({ at, sensors, isRaised }) => html`<li>
          <span><time datetime=${at} title=${exactTime(at, timeZone)}>${nearTime(at, nowMs, timeZone)}</time>: ${sensors.map(nameOf).join(', ')}</span>
          <small>${isRaised === 'before' ? 'Raised as it is now, not with the changes' : 'Raised with the changes, not as it is now'}</small>
        </li>`,
      )}</ul>
    </details>`;
  }

  #ask = async () => {
    const { draft } = this.draft.state.value;
    if (!draft) return;
    this.failed = null;
    try {
      this.report = await replaySettings(this.house.api, draft);
    } catch (error) {
      this.failed = noPastWords(error);
    }
  };

  #save = () => {
    let detail: SaveOutcome = 'invalid';
    void this.#command
      .run(async () => {
        detail = await this.draft.save();
      })
      .then(isDone => {
        if (isDone) this.#dialog.end(new CustomEvent('ended', { detail }));
      });
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

function namesIn({ sensors }: HouseSettings): (id: string) => string {
  return id => sensors.find(sensor => sensor.id === id)?.name ?? id;
}

customElements.define('sec-settings-check', SettingsCheck);
