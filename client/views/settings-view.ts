import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { icon } from '../components/icon.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import '../components/settings-bar.ts';
import { findDeep } from '../components/settings-find.ts';
import { SettingsLeave } from '../components/settings-leave.ts';
import { StoreController } from '../components/store-controller.ts';
import { switchStyles } from '../components/switch-field.ts';
import type { House } from '../data/house.ts';
import type { SessionState } from '../data/session.ts';
import {
  createSettingsDraft,
  isDirty,
  type SaveOutcome,
  type SettingsDraft,
  type SettingsState,
  wrongIn,
} from '../data/settings-draft.ts';
import { placeOfPath, SETTINGS, settingsPath, settingsPlace } from '../data/settings-place.ts';
import { navigate } from '../router.ts';
import { refusalWords } from '../words/refusal.ts';
import { changeWords } from '../words/settings-changes.ts';
import { formStyles } from './form-styles.ts';
import type { SettingsForm } from './settings-form.ts';
import { settingsNotes } from './settings-notes.ts';
import { settingsPage } from './settings-pages.ts';
import { type SettingsSheet, settingsSheet } from './settings-sheets.ts';
import { settingsStyles } from './settings-styles.ts';

/**
 * How the house is set up, and its changes until they are saved: all pages of it, so that the draft lives
 * as long as somebody is on any of them. For admins. Properties: `house`; `within`, the rest of the path.
 */
export class SettingsView extends LitElement {
  static override properties = {
    house: { attribute: false },
    within: { attribute: false },
    sheet: { state: true },
    said: { state: true },
  };
  static override styles = [baseStyles, formStyles, switchStyles, settingsStyles];
  declare house: House;
  declare within: string;
  declare sheet: SettingsSheet | null;
  declare said: string;

  #draft: SettingsDraft | null = null;
  #session = new StoreController<SessionState>(this);
  #state = new StoreController<SettingsState>(this);
  #reach = new ReachController(this);
  #isArmed: boolean | null = null;
  /** What has the focus on the next page. */
  #aim = 'h1';

  constructor() {
    super();
    this.within = '';
    this.sheet = null;
    this.said = '';
    new SettingsLeave(this, {
      isDirty: () => this.#draft !== null && isDirty(this.#draft.state.value),
      isInside: path => path === SETTINGS || path.startsWith(`${SETTINGS}/`),
      ask: go => this.#show({ kind: 'leave', go }),
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('within')) this.said = '';
  }

  protected override render(): TemplateResult {
    const session = this.#session.follow(this.house.session);
    const reach = this.#reach.follow(this.house);
    if (session.kind === 'in' && session.session.role !== 'admin') {
      return html`${backLink('/house', 'House')}
        <h1 tabindex="-1">Admins set up the house.</h1>
        <p class="soft">Ask one of them when something should be another way.</p>`;
    }
    if (session.kind !== 'in') return this.#waiting(null);
    const draft = this.#drafting();
    const state = this.#state.follow(draft.state);
    this.#followArming(reach);
    const { page, draft: settings } = state;
    if (!page || !settings) return this.#waiting(state.failed);
    const changes = isDirty(state) ? Math.max(1, changeWords(page.settings, settings).length) : 0;
    const form: SettingsForm = {
      ...{ page, settings, changes, wrong: wrongIn(state) },
      ...{ nowMs: reach.nowMs, timeZone: reach.timeZone },
      notes: settingsNotes(state, {
        ...{ isPast: reach.isPast, said: this.said, onReload: draft.takeNewer },
      }),
      isOff: page.locked !== null || reach.isPast,
      edit: next => {
        this.said = '';
        draft.edit(next);
      },
    };
    return html`${settingsPage(settingsPlace(this.within), form, version => this.#show({ kind: 'version', version }))}
    ${
      changes === 0
        ? nothing
        : html`<sec-settings-bar .changes=${changes} .wrong=${form.wrong.length} .disabled=${form.isOff || state.newer !== null}
            @check-wanted=${this.#check} @discard-wanted=${() => this.#show({ kind: 'discard' })}></sec-settings-bar>`
    }
    ${settingsSheet(this.sheet, form, {
      ...{ house: this.house, draft, onClosed: () => this.#show(null), onEnded: this.#ended },
      onDone: this.#say,
    })}`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The shell tells of another view by its heading; another page of this one is told here.
    if (changed.get('within') === undefined) return;
    this.#focus(this.#aim);
    this.#aim = 'h1';
  }

  #drafting(): SettingsDraft {
    if (!this.#draft) {
      this.#draft = createSettingsDraft(this.house.api);
      void this.#draft.load();
    }
    return this.#draft;
  }

  /** Armed and disarmed decide whether anything can be written. */
  #followArming({ status }: Reach): void {
    const isArmed = status === null ? null : status.mode === 'alert';
    if (isArmed === null || isArmed === this.#isArmed) return;
    // What cannot be asked now is asked again by saving.
    if (this.#isArmed !== null) void this.#draft?.refresh().catch(() => undefined);
    this.#isArmed = isArmed;
  }

  #waiting(failed: unknown): TemplateResult {
    return html`${backLink(this.within === '' ? '/house' : SETTINGS, this.within === '' ? 'House' : 'Settings')}
      <h1 tabindex="-1">${failed === null ? 'Asking how the house is set up…' : 'How is the house set up?'}</h1>
      ${
        failed === null
          ? html`<div class="bone" aria-hidden="true"></div>`
          : html`<div class="card note care" role="alert"><p>${icon('care', 20)} ${refusalWords(failed)}</p>
              <button @click=${() => this.#draft?.load()}>Try again</button></div>`
      }`;
  }

  #check = () => {
    const state = this.#draft?.state.value;
    if (state && wrongIn(state).length > 0) this.#showWrong();
    else this.#show({ kind: 'check' });
  };

  #ended = (outcome: SaveOutcome) => {
    if (outcome === 'saved') {
      this.#say('Saved.');
      return;
    }
    this.#show(null);
    if (outcome === 'invalid') this.#showWrong();
    else {
      // Why it was not saved stands at the top.
      scrollTo(0, 0);
      this.#focus('h1');
    }
  };

  /** Something is done, and the sheet that it came from is gone. */
  #say = (words: string) => {
    this.#show(null);
    this.said = words;
    this.#focus('h1');
  };

  /** Opens the page of the first thing that is wrong, with its field in focus. */
  #showWrong(): void {
    const state = this.#draft?.state.value;
    const [first] = state ? wrongIn(state) : [];
    if (!first || !state?.draft) return;
    const path = settingsPath(placeOfPath(first.path, state.draft));
    if (path === location.pathname) this.#focus('[aria-invalid]');
    else {
      this.#aim = '[aria-invalid]';
      navigate(path, () => dispatchEvent(new PopStateEvent('popstate')));
    }
  }

  #show(sheet: SettingsSheet | null): void {
    this.said = '';
    this.sheet = sheet;
  }

  /** Once what is coming has come, also in the components within. */
  #focus(selector: string): void {
    const frame = () => new Promise(requestAnimationFrame);
    void frame().then(async () => {
      await this.updateComplete;
      await frame();
      const found = findDeep(this.renderRoot, selector) ?? findDeep(this.renderRoot, 'h1');
      found?.focus({ preventScroll: selector === 'h1' });
    });
  }
}

customElements.define('sec-settings-view', SettingsView);
