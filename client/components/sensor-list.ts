import { css, html, LitElement, type TemplateResult } from 'lit';
import type { SensorStatus, Status } from '../../server/protocol.ts';
import { bypassLine, healthLine, sinceLine, stateTone, stateWord } from '../words/sensor.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { type IconName, icon } from './icon.ts';

/**
 * Sensors with their state in a word and a drawing; a tap shows the exact time.
 *
 * Properties: `sensors`, `timeZone`, `nowMs`; `heard`, trips that raised no alarm; `isPast` when the state is not today's truth.
 */
export class SensorList extends LitElement {
  static override properties = {
    sensors: { attribute: false },
    timeZone: { attribute: false },
    nowMs: { attribute: false },
    heard: { attribute: false },
    isPast: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li + li { border-top: 1px solid var(--line); }
      summary {
        display: grid; grid-template-columns: 28px 1fr auto; gap: 12px; align-items: center;
        min-height: 60px; padding: 8px 0; cursor: pointer; list-style: none; border-radius: var(--r-s);
      }
      summary::-webkit-details-marker { display: none; }
      summary > svg { color: var(--ink-2); }
      small { display: block; }
      .note { display: grid; grid-template-columns: 20px 1fr; gap: 6px; margin-top: 4px; color: var(--care); }
      em { font: var(--t-label); font-style: normal; color: var(--ink-2); font-variant-numeric: tabular-nums; }
      .care, .care > svg { color: var(--care); }
      .watch, .watch > svg { color: var(--watch); }
      em.care, em.watch { font-weight: 650; }
      .temperature em { font: var(--t-title); color: var(--ink); }
      .past em, .past summary > svg { color: var(--ink-3); font-weight: 500; }
      p { font: var(--t-small); color: var(--ink-2); padding: 0 0 12px 40px; }
    `,
  ];
  declare sensors: readonly SensorStatus[];
  declare timeZone: string;
  declare nowMs: number;
  declare heard: Status['alarm']['heard'];
  declare isPast: boolean;

  constructor() {
    super();
    this.sensors = [];
    this.timeZone = 'UTC';
    this.nowMs = 0;
    this.heard = [];
    this.isPast = false;
  }

  protected override render(): TemplateResult {
    return html`<ul class="card ${this.isPast ? 'past' : ''}">
      ${this.sensors.map(sensor => html`<li class=${sensor.kind}>${this.#row(sensor)}</li>`)}
    </ul>`;
  }

  #row(sensor: SensorStatus): TemplateResult {
    const tone = stateTone(sensor);
    const since = sensor.since && nearTime(sensor.since, this.nowMs, this.timeZone);
    return html`<details>
      <summary class=${tone}>
        ${icon(iconOf(sensor))}
        <span>${sensor.name}<small>${sinceLine(sensor, since)}</small>${this.#notes(sensor)}</span>
        <em class=${tone}>${stateWord(sensor)}</em>
      </summary>
      <p>${sensor.since === null ? 'Nothing was ever read from it.' : `${exactTime(sensor.since, this.timeZone)}.`}</p>
    </details>`;
  }

  /** What is out of the ordinary with it, each with a drawing. */
  #notes(sensor: SensorStatus): TemplateResult[] {
    const heard = this.heard.find(trip => trip.sensor === sensor.id);
    const notes: [IconName, string][] = [
      ['pause', bypassLine(sensor)],
      ['care', healthLine(sensor)],
      ['clock', heard ? `heard, unconfirmed ${nearTime(heard.at, this.nowMs, this.timeZone)}` : ''],
    ];
    return notes
      .filter(([, words]) => words !== '')
      .map(
        ([drawing, words]) =>
          html`<small class="note">${icon(drawing, 20)}<span>${words}</span></small>`,
      );
  }
}

function iconOf(sensor: SensorStatus): IconName {
  if (sensor.state === 'fault' || sensor.state === 'unknown') return 'care';
  if (sensor.kind === 'temperature') return 'thermometer';
  if (sensor.kind === 'motion') return sensor.state === 'active' ? 'motion' : 'still';
  return sensor.state === 'open' ? 'door-open' : 'door-closed';
}

customElements.define('sec-sensor-list', SensorList);
