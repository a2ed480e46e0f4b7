import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { addMonths, monthOf, weeksOf } from '../data/calendar.ts';
import { dayPath } from '../router.ts';
import { dayDate, monthTitle } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/**
 * A month of days with how much happened on each.
 *
 * Properties: `month`; `day`, the one shown; `today`; `counts` by day, null while not known.
 * Events: `month-chosen` with the month. Days are links.
 */
export class MonthCalendar extends LitElement {
  static override properties = {
    month: { attribute: false },
    day: { attribute: false },
    today: { attribute: false },
    counts: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 8px 8px 12px; }
      header { display: grid; grid-template-columns: var(--touch) 1fr var(--touch); align-items: center; text-align: center; font: var(--t-label); }
      header button { padding: 0; background: none; width: var(--touch); }
      header button:disabled { opacity: 0.4; }
      table { width: 100%; border-collapse: collapse; table-layout: fixed; text-align: center; }
      th { font: var(--t-small); color: var(--ink-3); height: 28px; }
      td { padding: 1px; height: 50px; font: var(--t-label); font-variant-numeric: tabular-nums; }
      a, td > span { display: grid; align-content: center; min-height: var(--touch); border-radius: var(--r-s); color: var(--ink); text-decoration: none; }
      a { position: relative; }
      b { font-weight: inherit; }
      td > span { color: var(--ink-3); }
      td small { font: 400 0.8125rem/1 var(--font); color: var(--ink-2); min-height: 1em; }
      .some { background: var(--watch-soft); }
      .many { background: var(--watch-soft); box-shadow: inset 0 -4px var(--watch); }
      [aria-current='date'] { outline: 2.5px solid var(--ink); outline-offset: -2px; font-weight: 700; }
    `,
  ];
  declare month: string;
  declare day: string;
  declare today: string;
  declare counts: ReadonlyMap<string, number> | null;

  constructor() {
    super();
    this.month = '';
    this.day = '';
    this.today = '';
    this.counts = null;
  }

  protected override render(): TemplateResult {
    const { month } = this;
    const busiest = Math.max(0, ...(this.counts?.values() ?? []));
    return html`<div class="card">
      <header>
        <button aria-label="Previous month" @click=${() => this.#choose(-1)}>${icon('back')}</button>
        <span id="month" aria-live="polite">${monthTitle(month)}</span>
        <button aria-label="Next month" ?disabled=${month >= monthOf(this.today)} @click=${() => this.#choose(1)}>
          ${icon('forward')}
        </button>
      </header>
      <table aria-labelledby="month">
        <thead><tr>${WEEKDAYS.map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${weeksOf(month).map(week => html`<tr>${week.map(day => html`<td>${this.#cell(day, busiest)}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  #cell(day: string | null, busiest: number): TemplateResult | string {
    if (day === null) return '';
    const number = Number(day.slice(8));
    if (day > this.today) return html`<span>${number}<small></small></span>`;
    const count = this.counts?.get(day) ?? 0;
    const amount = count === 0 ? '' : count > busiest / 2 ? 'many' : 'some';
    const [weekday, , monthName] = dayDate(day, this.today).split(' ');
    const events = count === 1 ? 'event' : 'events';
    return html`<a href=${dayPath(day)} class=${amount} aria-current=${day === this.day ? 'date' : nothing}>
      <b><span class="hidden-words">${weekday} </span>${number}<span class="hidden-words"> ${monthName}</span></b>
      <small>${count ? shortCount(count) : ''}<span class="hidden-words"> ${count ? events : 'nothing'}</span></small>
    </a>`;
  }

  #choose(step: number): void {
    const detail = addMonths(this.month, step);
    this.dispatchEvent(new CustomEvent<string>('month-chosen', { detail }));
  }
}

function shortCount(count: number): string {
  return count < 1000 ? String(count) : `${Math.floor(count / 1000)}k`;
}

customElements.define('sec-month-calendar', MonthCalendar);
