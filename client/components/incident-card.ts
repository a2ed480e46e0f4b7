import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IncidentSummary, Status } from '../../server/protocol.ts';
import { sirenWords } from '../words/incident.ts';
import { modeWords } from '../words/mode.ts';
import { tripSentence } from '../words/sentence.ts';
import { clockTime, nearTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/** The first ones say where it began; all of them are on the incident's own screen. */
const SHOWN = 3;

/**
 * An open incident: what tripped, and two big choices.
 *
 * Properties: `status` (with an incident), `nowMs`; `canAct`, whether this person may answer it;
 * `isBusy` while an answer is under way; `disabled` when the hub cannot be reached.
 * Events: `seen`, `disarm`.
 */
export class IncidentCard extends LitElement {
  static override properties = {
    status: { attribute: false },
    nowMs: { attribute: false },
    canAct: { attribute: false },
    isBusy: { attribute: false },
    disabled: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .block {
        background: var(--alarm-block); color: #fff; padding: 22px 20px 24px; border-radius: var(--r-l);
      }
      .block > p { display: flex; gap: 8px; align-items: center; font: var(--t-label); }
      .block > h1 + p { margin-top: 8px; font: var(--t-body); }
      h1 { margin-top: 8px; }
      .sounding svg { animation: breathe 2s ease-in-out infinite; }
      @keyframes breathe { 50% { opacity: 0.25; } }
      @media (prefers-reduced-motion: reduce) { .sounding svg { animation: none; } }
      .choices { display: grid; gap: 10px; margin-top: var(--gap); }
      .card { display: grid; grid-template-columns: 1fr 20px; gap: 12px; align-items: center; margin-top: var(--gap); padding: 12px 16px; color: var(--ink); text-decoration: none; font: var(--t-label); }
      small { display: block; margin-top: 4px; color: var(--ink-2); font-variant-numeric: tabular-nums; }
    `,
  ];
  declare status: Status | null;
  declare nowMs: number;
  declare canAct: boolean;
  declare isBusy: boolean;
  declare disabled: boolean;

  constructor() {
    super();
    this.status = null;
    this.nowMs = 0;
    this.canAct = false;
    this.isBusy = false;
    this.disabled = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { status } = this;
    const incident = status?.incident;
    if (!status || !incident) return nothing;
    const { timeZone } = status;
    const isSounding = status.alarm.state === 'triggered';
    const opened = nearTime(incident.openedAt, this.nowMs, timeZone);
    return html`<section aria-labelledby="tripped">
      <div class="block ${isSounding ? 'sounding' : ''}">
        <p>${icon('alert')} ${kindOf(incident, isSounding)} · ${opened} · ${modeWords(status)}</p>
        <h1 id="tripped" tabindex="-1">${tripSentence(status)}</h1>
        <p>${countWords(incident)} ${sirenWords(status)}</p>
      </div>
      ${this.canAct ? this.#choices(status.mode === 'alert', isSounding) : nothing}
      ${
        this.canAct
          ? html`<a class="card" href="/incident/${incident.id}"><span>What happened, and who was told
        <small>${incident.trips
          .slice(0, SHOWN)
          .map(
            ({ sensor, at }) =>
              `${clockTime(at, timeZone, 'seconds')} ${status.sensors.find(({ id }) => id === sensor)?.name ?? sensor}`,
          )
          .join(' · ')}</small></span>${icon('forward', 20)}</a>`
          : nothing
      }
    </section>`;
  }

  /** Whoever has come home wants one thing; whoever looks from afar has seen it. */
  #choices(canDisarm: boolean, isSounding: boolean): TemplateResult {
    const isOff = this.disabled || this.isBusy;
    return html`<div class="choices">
      <button class="big primary" ?disabled=${isOff} @click=${() => this.#tell('seen')}>I’ve seen it</button>
      ${
        canDisarm
          ? html`<button class="big ${isSounding ? 'primary' : ''}" ?disabled=${isOff} @click=${() => this.#tell('disarm')}>Disarm</button>`
          : nothing
      }
    </div>`;
  }

  #tell(name: 'seen' | 'disarm'): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

function kindOf({ kind, isPractice }: IncidentSummary, isSounding: boolean): string {
  const practice = isPractice ? 'Practice: ' : '';
  if (kind === 'panic') return `${practice}Call for help`;
  if (kind === 'temperature') return 'Temperature';
  const word = kind === 'tamper' ? 'Tampering' : 'Alarm';
  return `${practice}${isSounding || kind === 'tamper' ? word : 'There was an alarm'}`;
}

function countWords({ kind, trips }: IncidentSummary): string {
  const count = new Set(trips.map(trip => trip.sensor)).size;
  const [one, many] =
    kind === 'temperature'
      ? ['One thermometer is', 'thermometers are']
      : ['One sensor tripped', 'sensors tripped'];
  const sensors = count === 1 ? one : `${count} ${many}`;
  const what = kind === 'panic' && count === 0 ? 'Everybody is being told' : sensors;
  return `${what}. Nobody has said yet that they have seen it.`;
}

customElements.define('sec-incident-card', IncidentCard);
