import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SensorStatus, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { ClockController } from '../components/clock-controller.ts';
import '../components/day-bar.ts';
import '../components/day-lanes.ts';
import '../components/episode-list.ts';
import { icon } from '../components/icon.ts';
import { StoreController } from '../components/store-controller.ts';
import { addDays, dayOf, startOfDay } from '../data/calendar.ts';
import type { DayLogState } from '../data/day-log.ts';
import type { House } from '../data/house.ts';
import { createPairing, type Episode } from '../data/pair-events.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import { amountWords, emptyDayWords } from '../words/day.ts';
import { dayStyles } from './day-styles.ts';
import { formStyles } from './form-styles.ts';
import './month-panel.ts';

/** More rows than these make a phone stutter; the rest comes when asked for. */
const SHOWN_AT_ONCE = 200;

/**
 * One day: its list first, then the lanes and the month.
 *
 * Properties: `house`; `day`, null for today, whichever day that becomes.
 * Events: `day-chosen` with the day.
 */
export class DayView extends LitElement {
  static override properties = {
    house: { attribute: false },
    day: { attribute: false },
    sensor: { state: true },
    shown: { state: true },
    isExact: { state: true },
  };
  static override styles = [baseStyles, formStyles, dayStyles];
  declare house: House;
  declare day: string | null;
  declare sensor: string;
  declare shown: number;
  declare isExact: boolean;

  #status = new StoreController<StatusState>(this);
  #link = new StoreController<Link>(this);
  #log = new StoreController<DayLogState>(this);
  #clock = new ClockController(this);
  #pair = createPairing();

  constructor() {
    super();
    this.day = null;
    this.sensor = '';
    this.shown = SHOWN_AT_ONCE;
    this.isExact = false;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('day') || changed.has('sensor')) this.shown = SHOWN_AT_ONCE;
  }

  protected override render(): TemplateResult {
    const { status } = this.#status.follow(this.house.status);
    const link = this.#link.follow(this.house.link);
    if (!status)
      return html`<h1 tabindex="-1">Days</h1><p class="soft">The house has not been reached yet.</p>`;
    const today = dayOf(this.#clock.nowMs, status.timeZone);
    const day = this.day === null || this.day > today ? today : this.day;
    const log = this.#log.follow(this.house.dayLog(day).state);
    const all = this.#pair(log.events);
    const episodes = this.sensor ? all.filter(({ sensor }) => sensor === this.sensor) : all;
    const watched = watchedSensors(status, all);
    return html`
      <sec-day-bar .day=${day} .today=${today} .note=${amountWords(log, episodes.length)}></sec-day-bar>
      ${link === 'offline' ? html`<p class="stale">Offline: what happened since may be missing.</p>` : nothing}
      <div class="columns">
        <section class=${log.phase === 'loading' ? 'coming' : nothing} aria-label="Events">
          ${this.#tools(watched)}
          ${this.#list(log, episodes, status, day === today)}
        </section>
        <div class="side">
          <h2>At a glance</h2>
          <sec-day-lanes .episodes=${all} .timeZone=${status.timeZone} .nowMs=${this.#clock.nowMs}
            .sensors=${watched.filter(({ id }) => !this.sensor || id === this.sensor)}
            .startMs=${startOfDay(day, status.timeZone)}
            .endMs=${startOfDay(addDays(day, 1), status.timeZone)}></sec-day-lanes>
          <h2>Month</h2>
          <sec-month-panel .house=${this.house} .day=${day} .today=${today} .sensor=${this.sensor}></sec-month-panel>
          <a class="card past" href="/incidents">${icon('alert')} Past alarms ${icon('forward', 20)}</a>
        </div>
      </div>`;
  }

  #tools(sensors: readonly SensorStatus[]): TemplateResult {
    return html`<div class="tools">
      <label class="select"><span class="hidden-words">Sensor</span>
        <select .value=${this.sensor} @change=${this.#filter}>
          <option value="">All sensors</option>
          ${sensors.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.sensor}>${name}</option>`)}
        </select>
        ${icon('down', 20)}
      </label>
      <button aria-pressed=${this.isExact} @click=${() => {
        this.isExact = !this.isExact;
      }}>Exact times</button>
    </div>`;
  }

  #list(
    log: DayLogState,
    episodes: readonly Episode[],
    status: Status,
    isToday: boolean,
  ): TemplateResult {
    if (episodes.length === 0) return this.#empty(log, status, isToday);
    const rest = episodes.length - this.shown;
    return html`<sec-episode-list .episodes=${episodes.slice(0, this.shown)} .isToday=${isToday}
        .sensors=${new Map(status.sensors.map(sensor => [sensor.id, sensor]))}
        .timeZone=${status.timeZone} .isExact=${this.isExact}></sec-episode-list>
      ${
        rest > 0
          ? html`<button class="more" @click=${() => {
              this.shown += SHOWN_AT_ONCE;
            }}>Show ${Math.min(rest, SHOWN_AT_ONCE)} more of ${rest.toLocaleString('en-GB')}</button>`
          : nothing
      }`;
  }

  #empty(log: DayLogState, status: Status, isToday: boolean): TemplateResult {
    const text = emptyDayWords(log, { isToday, isFiltered: this.sensor !== '', mode: status.mode });
    return html`<div class="card note" role="status">
        <p>${text}</p>
        ${log.phase === 'failed' ? html`<button @click=${this.#again}>Try again</button>` : nothing}
      </div>
      ${log.phase === 'loading' ? html`<div aria-hidden="true">${[1, 2, 3, 4].map(() => html`<p class="bone"></p>`)}</div>` : nothing}`;
  }

  #filter = (event: Event) => {
    if (event.target instanceof HTMLSelectElement) this.sensor = event.target.value;
  };

  #again = () => {
    const timeZone = this.house.status.value.status?.timeZone ?? 'UTC';
    void this.house.dayLog(this.day ?? dayOf(this.#clock.nowMs, timeZone)).load();
  };
}

/** Those of the house, and those that the day knows and the house no longer does. */
function watchedSensors(status: Status, episodes: readonly Episode[]): SensorStatus[] {
  const known = status.sensors.filter(({ kind }) => kind !== 'temperature');
  const ids = new Set(status.sensors.map(({ id }) => id));
  const gone = [...new Set(episodes.map(({ sensor }) => sensor))].filter(id => !ids.has(id));
  return [
    ...known,
    ...gone.map(id => ({
      id,
      name: id,
      kind: 'contact' as const,
      zone: 'instant' as const,
      state: 'unknown' as const,
      since: null,
      bypassed: false,
      bypass: null,
      profiles: [],
      health: 'good' as const,
      chime: false,
    })),
  ];
}

customElements.define('sec-day-view', DayView);
