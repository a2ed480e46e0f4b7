import { css, html, LitElement, type TemplateResult } from 'lit';
import type { AuditPage } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { ClockController } from '../components/clock-controller.ts';
import '../components/day-bar.ts';
import { StoreController } from '../components/store-controller.ts';
import { fetchAudit } from '../data/audit.ts';
import { dayOf } from '../data/calendar.ts';
import type { House } from '../data/house.ts';
import type { StatusState } from '../data/status.ts';
import { auditWords, byWords } from '../words/audit.ts';
import { refusalWords } from '../words/refusal.ts';
import { clockTime, exactTime } from '../words/time.ts';

/** Who did what, by day; for admins. Property: `house`. */
export class AuditView extends LitElement {
  static override properties = {
    house: { attribute: false },
    day: { state: true },
    page: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host { max-width: 720px; margin: 0 auto; }
      .title { font: var(--t-label); color: var(--ink-2); text-align: center; }
      li { display: grid; grid-template-columns: auto 1fr; gap: 16px; padding: 11px 0; font: var(--t-label); min-height: 58px; }
      li + li { border-top: 1px solid var(--line); }
      li time { color: var(--ink-3); }
      small { display: block; color: var(--ink-2); }
      .note { padding: 18px 16px; color: var(--ink-2); font: var(--t-label); min-height: 58px; display: grid; gap: 12px; justify-items: start; }
      section { margin-top: 10px; }
    `,
  ];
  declare house: House;
  /** Null for today. */
  declare day: string | null;
  declare page: AuditPage | null;
  declare refused: string | null;

  #status = new StoreController<StatusState>(this);
  #clock = new ClockController(this);
  #asked = '';

  constructor() {
    super();
    this.day = null;
    this.page = null;
    this.refused = null;
  }

  protected override render(): TemplateResult {
    const { status } = this.#status.follow(this.house.status);
    if (!status)
      return html`<h1 tabindex="-1">Who did what</h1><p class="soft">The house has not been reached yet.</p>`;
    const today = dayOf(this.#clock.nowMs, status.timeZone);
    const day = this.day ?? today;
    // Today's page is asked for again when the mode changes: that is an entry of its own.
    const wanted = day === today ? `${day} ${status.since}` : day;
    if (wanted !== this.#asked) void this.#load(day, wanted);
    return html`
      ${backLink('/people', 'People')}
      <sec-day-bar .day=${day} .today=${today} note="who did what"
        @day-chosen=${(event: CustomEvent<string>) => {
          event.stopPropagation();
          this.day = event.detail === today ? null : event.detail;
        }}></sec-day-bar>
      <section aria-label="Who did what">${this.#entries(day)}</section>`;
  }

  #entries(day: string): TemplateResult {
    if (this.refused !== null) {
      return html`<div class="card note" role="alert"><p>${this.refused}</p>
        <button @click=${() => this.#load(day, this.#asked)}>Try again</button></div>`;
    }
    if (this.page?.day !== day) return html`<p class="card note">Looking through the day…</p>`;
    const { entries, timeZone } = this.page;
    if (entries.length === 0)
      return html`<p class="card note">Nobody did anything on this day.</p>`;
    const newestFirst = entries.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
    return html`<ol class="card">${newestFirst.map(
      ({ at, by, action, detail }) => html`<li>
        <time datetime=${at} title=${exactTime(at, timeZone)}>${clockTime(at, timeZone, 'seconds')}</time>
        <span>${auditWords(action, detail)}<small>${byWords(by)}</small></span>
      </li>`,
    )}</ol>`;
  }

  async #load(day: string, wanted: string): Promise<void> {
    this.#asked = wanted;
    this.refused = null;
    try {
      const page = await fetchAudit(this.house.api, day);
      if (wanted === this.#asked) this.page = page;
    } catch (error) {
      if (wanted === this.#asked) this.refused = refusalWords(error);
    }
  }
}

customElements.define('sec-audit-view', AuditView);
