import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { HouseSettings } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { changeList } from '../components/settings-changes.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { fetchVersion } from '../data/settings.ts';
import type { SettingsDraft } from '../data/settings-draft.ts';
import { capital } from '../words/capital.ts';
import { refusalWords } from '../words/refusal.ts';
import { writtenBy } from '../words/settings.ts';
import { changeWords } from '../words/settings-changes.ts';
import { nearTime } from '../words/time.ts';
import { sheetListStyles } from './settings-sheet-styles.ts';
import type { Version } from './settings-versions.ts';

/**
 * An earlier version, by what would be another if it came back.
 *
 * Properties: `house`; `draft`, the SettingsDraft; `version`; `nowMs`, `timeZone`; `isOff`, nothing can be changed;
 * `isDirty`, there is something unsaved. Events: `restored`; `closed`.
 */
export class SettingsVersion extends LitElement {
  static override properties = {
    house: { attribute: false },
    draft: { attribute: false },
    version: { attribute: false },
    nowMs: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
    isDirty: { attribute: false },
    settings: { state: true },
    failed: { state: true },
    isAsking: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, sheetListStyles];
  declare house: House;
  declare draft: SettingsDraft;
  declare version: Version;
  declare nowMs: number;
  declare timeZone: string;
  declare isOff: boolean;
  declare isDirty: boolean;
  declare settings: HouseSettings | null;
  declare failed: string | null;
  declare isAsking: boolean;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.nowMs = 0;
    this.timeZone = 'UTC';
    this.isOff = false;
    this.isDirty = false;
    this.settings = null;
    this.failed = null;
    this.isAsking = false;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { settings, version, nowMs, timeZone } = this;
    const title = capital(nearTime(version.at, nowMs, timeZone));
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
        ${sheetHead(title, this.#close)}
        <p>${capital(writtenBy(version.by))}.</p>
        <div class="past" aria-live="polite">${settings ? this.#differences(settings) : this.#waiting()}</div>
      </dialog>
      ${
        this.isAsking
          ? html`<sec-confirm-sheet heading="Bring this version back?" confirm="Bring it back" cancel="Not now"
              text="It is valid at once. What is now becomes an earlier version."
              @confirmed=${this.#restore} @cancelled=${() => {
                this.isAsking = false;
              }}></sec-confirm-sheet>`
          : nothing
      }`;
  }

  #differences(settings: HouseSettings): TemplateResult {
    const now = this.draft.state.value.page?.settings;
    const changes = now ? changeWords(now, settings) : [];
    if (changes.length === 0) return html`<p>It says the same as what is valid now.</p>`;
    return html`<h3>If it came back</h3>
      ${changeList(changes)}
      ${this.isDirty ? html`<p class="wrong">Save or discard your own changes first.</p>` : nothing}
      <p class="wrong" role="alert">${this.#command.refused ?? ''}</p>
      <div class="choices"><button class="big primary" ?disabled=${this.isOff || this.isDirty || this.#command.isBusy}
        @click=${() => {
          this.isAsking = true;
        }}>Bring it back</button></div>`;
  }

  #waiting(): TemplateResult {
    return this.failed === null
      ? html`<p>Asking the hub…</p>`
      : html`<p role="alert" class="wrong">${this.failed}</p>
          <div class="choices"><button class="big" @click=${this.#load}>Try again</button></div>`;
  }

  #load = async () => {
    this.failed = null;
    try {
      this.settings = await fetchVersion(this.house.api, this.version.id);
    } catch (error) {
      this.failed = refusalWords(error);
    }
  };

  #restore = async () => {
    this.isAsking = false;
    const isDone = await this.#command.run(() => this.draft.restore(this.version.id));
    if (isDone) this.#dialog.end(new CustomEvent('restored'));
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-settings-version', SettingsVersion);
