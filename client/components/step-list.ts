import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dayOf } from '../data/calendar.ts';
import type { StepRow } from '../data/step-rows.ts';
import { type Sensors, sensorRowDetail, sensorRowTitle, stepWords } from '../words/incident.ts';
import { clockTime, dayDate, exactTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';

/** How it began and how it stands are read; what lies between is there when asked for. */
const FIRST = 20;
const LAST = 40;

/**
 * What happened in an incident, in order.
 *
 * Properties: `rows`; `sensors` by id; `timeZone`.
 */
export class StepList extends LitElement {
  static override properties = {
    rows: { attribute: false },
    sensors: { attribute: false },
    timeZone: { attribute: false },
    isWhole: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      li { display: grid; grid-template-columns: 68px 1fr; gap: 14px; padding: 11px 0; font: var(--t-label); min-height: 46px; }
      li + li { border-top: 1px solid var(--line); }
      li time { color: var(--ink-3); font-weight: 400; }
      small { display: block; color: var(--ink-2); font-variant-numeric: tabular-nums; margin-top: 2px; }
      li.said { font-weight: 650; }
      .day { display: block; color: var(--ink-2); font: var(--t-small); min-height: 0; padding: 14px 0 6px; }
      .between { display: block; }
      .between button { width: 100%; }
    `,
  ];
  declare rows: readonly StepRow[];
  declare sensors: Sensors;
  declare timeZone: string;
  declare isWhole: boolean;

  constructor() {
    super();
    this.rows = [];
    this.sensors = new Map();
    this.timeZone = 'UTC';
    this.isWhole = false;
  }

  protected override render(): TemplateResult {
    const { rows } = this;
    const left = this.isWhole ? 0 : rows.length - FIRST - LAST;
    if (left <= 0) return html`<ol class="card">${this.#items(rows)}</ol>`;
    return html`<ol class="card">
      ${this.#items(rows.slice(0, FIRST))}
      <li class="between"><button @click=${this.#open}>Show ${left.toLocaleString('en-GB')} in between</button></li>
      ${this.#items(rows.slice(-LAST))}
    </ol>`;
  }

  #items(rows: readonly StepRow[]): unknown {
    const { timeZone } = this;
    const first = this.rows[0];
    let day = first ? dayOf(Date.parse(first.at), timeZone) : '';
    return repeat(
      rows,
      row => this.rows.indexOf(row),
      row => {
        const rowDay = dayOf(Date.parse(row.at), timeZone);
        const isNewDay = rowDay !== day;
        day = rowDay;
        return html`${isNewDay ? html`<li class="day">${dayDate(rowDay, rowDay)}</li>` : nothing}${this.#row(row)}`;
      },
    );
  }

  #row(row: StepRow): TemplateResult {
    const { sensors, timeZone } = this;
    const { title, text } =
      row.kind === 'sensor'
        ? { title: sensorRowTitle(row, sensors), text: sensorRowDetail(row, timeZone) }
        : stepWords(row.step, sensors);
    return html`<li class=${row.kind === 'sensor' ? '' : 'said'}>
      <time datetime=${row.at} title=${exactTime(row.at, timeZone)}>${clockTime(row.at, timeZone, 'seconds')}</time>
      <span>${title}${text === '' ? nothing : html`<small>${text}</small>`}</span>
    </li>`;
  }

  #open = () => {
    this.isWhole = true;
  };
}

customElements.define('sec-step-list', StepList);
