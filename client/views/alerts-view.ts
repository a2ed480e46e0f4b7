import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AlertSettings } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { icon } from '../components/icon.ts';
import { ReachController } from '../components/reach-controller.ts';
import { fetchAlerts, saveAlerts } from '../data/alerts.ts';
import type { House } from '../data/house.ts';
import { alertsSentence } from '../words/alerts.ts';
import { refusalWords } from '../words/refusal.ts';
import './alert-form.ts';

/** How whoever holds the phone wants to be told. Property: `house`. */
export class AlertsView extends LitElement {
  static override properties = {
    house: { attribute: false },
    settings: { state: true },
    said: { state: true },
    failed: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host { max-width: 560px; margin: 0 auto; }
      h1 { margin: 2px 0 8px; min-height: 2.28em; }
      .note { padding: 16px; color: var(--ink-2); font: var(--t-label); margin-bottom: var(--gap); display: grid; gap: 12px; justify-items: start; }
      .care { background: var(--care-soft); color: var(--ink); }
      .said { min-height: 1.3em; margin: 6px 2px 10px; font: var(--t-label); color: var(--calm); }
      .ways { padding: 4px 8px; margin-top: 20px; }
      .ways a { display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; min-height: 60px; padding: 8px; color: var(--ink); text-decoration: none; border-radius: var(--r-s); font: var(--t-label); }
      .ways li + li { border-top: 1px solid var(--line); }
      .ways svg { color: var(--ink-2); }
      .bone { height: 700px; border-radius: var(--r-m); }
    `,
  ];
  declare house: House;
  declare settings: AlertSettings | null;
  declare said: string;
  /** Why nothing is known yet. */
  declare failed: string | null;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.settings = null;
    this.said = '';
    this.failed = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { isPast } = this.#reach.follow(this.house);
    const { settings } = this;
    return html`${backLink('/house', 'House')}
      <h1 tabindex="-1">${settings ? alertsSentence(settings) : 'How I am told'}</h1>
      ${isPast ? html`<p class="card note care">The house is out of reach: nothing can be changed now.</p>` : nothing}
      <p class="said" role="status">${this.said}</p>
      ${settings ? this.#form(settings, isPast) : this.#waiting()}
      <ul class="card ways">
        <li><a href="/house/phone">${icon('phone')} Notifications on this phone ${icon('forward', 20)}</a></li>
        <li><a href="/house/reach">${icon('people')} Who can be reached ${icon('forward', 20)}</a></li>
      </ul>`;
  }

  #form(settings: AlertSettings, isPast: boolean): TemplateResult {
    return html`<sec-alert-form .settings=${settings} .error=${this.#command.error}
      .disabled=${isPast || this.#command.isBusy}
      @saved=${({ detail }: CustomEvent<AlertSettings>) => this.#save(detail)}></sec-alert-form>`;
  }

  #waiting(): TemplateResult {
    return this.failed === null
      ? html`<div class="bone" aria-hidden="true"></div>`
      : html`<div class="card note care" role="alert"><p>${this.failed}</p>
          <button @click=${this.#load}>Try again</button></div>`;
  }

  async #save(settings: AlertSettings): Promise<void> {
    this.said = '';
    if (!(await this.#command.run(() => saveAlerts(this.house.api, null, settings)))) return;
    this.settings = settings;
    this.said = 'Saved.';
  }

  #load = async () => {
    try {
      this.settings = await fetchAlerts(this.house.api, null);
      this.failed = null;
    } catch (error) {
      this.failed = refusalWords(error);
    }
  };
}

customElements.define('sec-alerts-view', AlertsView);
