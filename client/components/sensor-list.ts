import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SensorStatus } from '../../server/protocol.ts';
import { sinceLine, stateTone, stateWord } from '../words/sensor.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { type IconName, icon } from './icon.ts';

/**
 * Sensors with their state in a word and a drawing; a tap shows the exact time.
 *
 * Properties: `sensors`, `timeZone`, `nowMs`; `isPast` when the state is not today's truth.
 */
export class SensorList extends LitElement {
  static override properties = {
    sensors: { attribute: false },
    timeZone: { attribute: false },
    nowMs: { attribute: false },
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
  declare isPast: boolean;

  constructor() {
    super();
    this.sensors = [];
    this.timeZone = 'UTC';
    this.nowMs = 0;
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
        <span>${sensor.name}<small>${sinceLine(sensor, since)}${sensor.bypassed ? ' · left out' : nothing}</small></span>
        <em class=${tone}>${stateWord(sensor)}</em>
      </summary>
      <p>${this.#more(sensor)}</p>
    </details>`;
  }

  #more(sensor: SensorStatus): string {
    const leftOut = sensor.bypassed
      ? ' It is left out until it has closed, or until Alert ends.'
      : '';
    if (sensor.since === null) return `Nothing was ever read from it.${leftOut}`;
    return `${exactTime(sensor.since, this.timeZone)}.${leftOut}`;
  }
}

function iconOf(sensor: SensorStatus): IconName {
  if (sensor.state === 'fault' || sensor.state === 'unknown') return 'care';
  if (sensor.kind === 'temperature') return 'thermometer';
  if (sensor.kind === 'motion') return sensor.state === 'active' ? 'motion' : 'still';
  return sensor.state === 'open' ? 'door-open' : 'door-closed';
}

customElements.define('sec-sensor-list', SensorList);
