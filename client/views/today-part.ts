import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/episode-list.ts';
import { StoreController } from '../components/store-controller.ts';
import { dayOf } from '../data/calendar.ts';
import type { DayLogState } from '../data/day-log.ts';
import type { House } from '../data/house.ts';
import { createPairing } from '../data/pair-events.ts';

const LAST_EVENTS = 5;

/** The last things that happened today. Properties: `house`, `status`, `nowMs`. */
export class TodayPart extends LitElement {
  static override properties = {
    house: { attribute: false },
    status: { attribute: false },
    nowMs: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      h2 { display: flex; justify-content: space-between; align-items: center; margin: 12px 2px 0; }
      h2 a { min-height: var(--touch); display: inline-flex; align-items: center; text-decoration: none; }
      .note { padding: 18px 16px; color: var(--ink-2); font: var(--t-label); min-height: 58px; }
    `,
  ];
  declare house: House;
  declare status: Status;
  declare nowMs: number;

  #today = new StoreController<DayLogState>(this);
  #pair = createPairing();

  protected override render(): TemplateResult {
    const { status, nowMs } = this;
    const { timeZone } = status;
    const log = this.#today.follow(this.house.dayLog(dayOf(nowMs, timeZone)).state);
    const episodes = this.#pair(log.events).slice(0, LAST_EVENTS);
    const sensors = new Map(status.sensors.map(sensor => [sensor.id, sensor]));
    return html`<section aria-label="Today">
      <h2>Today <a href="/day">All of today</a></h2>
      ${
        episodes.length
          ? html`<sec-episode-list .episodes=${episodes} .sensors=${sensors} .isToday=${true}
              .timeZone=${timeZone}></sec-episode-list>`
          : html`<p class="card note">${emptyWords(log, status)}</p>`
      }
    </section>`;
  }
}

function emptyWords(log: DayLogState, status: Status): string {
  if (log.phase === 'loading') return 'Looking through today…';
  if (log.phase === 'failed') return 'Today’s events could not be fetched.';
  return status.mode === 'off'
    ? 'Nothing is recorded while the mode is Off.'
    : 'Nothing has happened today.';
}

customElements.define('sec-today-part', TodayPart);
