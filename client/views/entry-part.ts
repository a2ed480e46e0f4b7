import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { asLines, countRing, ringStyles } from '../components/count-ring.ts';
import { CountdownController } from '../components/countdown-controller.ts';
import { icon } from '../components/icon.ts';
import { passedMark } from '../data/countdown.ts';
import type { StatusState } from '../data/status.ts';
import { entryWords } from '../words/arming.ts';
import { tripWords } from '../words/incident.ts';
import { clockTime } from '../words/time.ts';

/**
 * Somebody came in, and has so long to disarm. Nothing stands beside it.
 *
 * Property: `known`, the status as it was heard.
 */
export class EntryPart extends LitElement {
  static override properties = { known: { attribute: false }, said: { state: true } };
  static override styles = [
    baseStyles,
    ringStyles,
    css`
      .block { background: var(--alarm-block); color: #fff; padding: 26px 20px 22px; border-radius: var(--r-l); --track: rgb(255 255 255 / 25%); }
      h1 { text-align: center; margin-top: 16px; font-variant-numeric: tabular-nums; }
      ol { margin-top: 14px; display: grid; gap: 4px; justify-content: center; }
      li { display: flex; gap: 8px; align-items: center; font: var(--t-label); }
    `,
  ];
  declare known: StatusState;
  declare said: string;

  #count = new CountdownController(this);
  #before: number | null = null;
  #seconds: number | null = null;

  constructor() {
    super();
    this.said = '';
  }

  protected override willUpdate(): void {
    this.#seconds = this.#count.follow(this.known);
    if (this.#seconds === null) return;
    const mark = passedMark(this.#before, this.#seconds);
    this.#before = this.#seconds;
    if (mark !== null) this.said = entryWords(mark);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { status } = this.known;
    if (!status) return nothing;
    const { alarm, timeZone } = status;
    const sensors = new Map(status.sensors.map(sensor => [sensor.id, sensor]));
    return html`<div class="block">
      ${countRing(this.#seconds, alarm.delay)}
      <h1 tabindex="-1">${asLines(entryWords(this.#seconds))}</h1>
      <p class="hidden-words" role="alert">${this.said}</p>
      <ol aria-label="What tripped">${alarm.entry?.map(
        ({
          sensor,
          at,
        }) => html`<li>${icon(sensors.get(sensor)?.kind === 'motion' ? 'motion' : 'door-open', 20)}
          ${tripWords(sensor, sensors)} <time datetime=${at}>${clockTime(at, timeZone, 'seconds')}</time></li>`,
      )}</ol>
    </div>`;
  }
}

customElements.define('sec-entry-part', EntryPart);
