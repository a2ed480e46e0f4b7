import { css, html, LitElement, svg, type TemplateResult } from 'lit';
import type { SensorStatus } from '../../server/protocol.ts';
import { laneBars } from '../data/lanes.ts';
import type { Episode } from '../data/pair-events.ts';
import { clockTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';

/** Five minutes of an ordinary day: about a pixel on a phone. */
const STEPS = 288;

/**
 * The day at a glance: a lane for each sensor.
 *
 * Properties: `episodes`, `sensors`, `timeZone`; `startMs`, `endMs` of the day, `nowMs`.
 */
export class DayLanes extends LitElement {
  static override properties = {
    episodes: { attribute: false },
    sensors: { attribute: false },
    timeZone: { attribute: false },
    startMs: { attribute: false },
    endMs: { attribute: false },
    nowMs: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 12px 14px 10px; }
      .lane { display: grid; grid-template-columns: 92px 1fr; align-items: center; height: 30px; font: var(--t-small); color: var(--ink-2); }
      .lane span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; padding-right: 10px; }
      svg { width: 100%; height: 14px; border-radius: 4px; background: var(--sunk); }
      path { fill: var(--calm); }
      .motion path { fill: var(--watch); }
      .hours { font: var(--t-small); color: var(--ink-3); display: flex; justify-content: space-between; margin: 2px 0 0 92px; }
      @media (forced-colors: active) { path { fill: CanvasText; } }
    `,
  ];
  declare episodes: readonly Episode[];
  declare sensors: readonly SensorStatus[];
  declare timeZone: string;
  declare startMs: number;
  declare endMs: number;
  declare nowMs: number;

  constructor() {
    super();
    this.episodes = [];
    this.sensors = [];
    this.timeZone = 'UTC';
    this.startMs = 0;
    this.endMs = 1;
    this.nowMs = 0;
  }

  protected override render(): TemplateResult {
    return html`<div class="card" role="group" aria-label="The day at a glance">
      ${this.sensors.map(sensor => this.#lane(sensor))}
      <div class="hours" aria-hidden="true">${this.#hours().map(hour => html`<span>${hour}</span>`)}</div>
    </div>`;
  }

  #lane(sensor: SensorStatus): TemplateResult {
    const episodes = this.episodes.filter(episode => episode.sensor === sensor.id);
    const day = { startMs: this.startMs, endMs: this.endMs, nowMs: this.nowMs };
    const bars = laneBars(episodes, day, STEPS);
    const path = bars.map(({ from, to }) => `M${from} 0h${to - from}v1h${from - to}z`).join('');
    const times = episodes.length === 1 ? 'once' : `${episodes.length} times`;
    return html`<div class="lane ${sensor.kind}">
      <span aria-hidden="true">${sensor.name}</span>
      <svg viewBox="0 0 ${STEPS} 1" preserveAspectRatio="none" role="img"
        aria-label="${sensor.name}: ${times}">${svg`<path d=${path}/>`}</svg>
    </div>`;
  }

  /** Quarters of this day: on a day with 23 or 25 hours they are not 6, 12 and 18. */
  #hours(): string[] {
    const quarter = (this.endMs - this.startMs) / 4;
    return [0, 1, 2, 3, 4].map(index => {
      const at = new Date(this.startMs + index * quarter).toISOString();
      return index === 4 ? '24:00' : clockTime(at, this.timeZone, 'minutes');
    });
  }
}

customElements.define('sec-day-lanes', DayLanes);
