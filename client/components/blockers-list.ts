import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Blocker, SensorStatus } from '../../server/protocol.ts';
import { stillAgainst } from '../data/blockers.ts';
import { blockerWords, clearedWords, withoutWords } from '../words/arming.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * What keeps the house from being armed, as it is now, and exactly three ways on.
 *
 * Properties: `blockers`, as the hub named them; `sensors`, as they are; `isPast`, the house is out of reach.
 * Events: `retry`; `bypass` (arm without these); `cancelled`.
 */
export class BlockersList extends LitElement {
  static override properties = {
    blockers: { attribute: false },
    sensors: { attribute: false },
    isPast: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li { padding: 12px 0; border-top: 1px solid var(--line); display: grid; grid-template-columns: 24px 1fr; gap: 12px; font: var(--t-label); }
      li svg { color: var(--care); }
      .cleared { color: var(--ink-2); }
      .cleared svg { color: var(--calm); }
      .choices { display: grid; gap: 10px; margin-top: 16px; }
      .big { flex-direction: column; gap: 2px; }
      .big small { color: inherit; }
    `,
  ];
  declare blockers: readonly Blocker[];
  declare sensors: readonly SensorStatus[];
  declare isPast: boolean;

  constructor() {
    super();
    this.blockers = [];
    this.sensors = [];
    this.isPast = false;
  }

  protected override render(): TemplateResult {
    const left = stillAgainst(this.blockers, this.sensors);
    return html`<div role="status"><ul>
        ${this.blockers.map(blocker => {
          const now = left.find(({ sensor }) => sensor === blocker.sensor);
          const name = this.#nameOf(blocker.sensor);
          return html`<li class=${now ? '' : 'cleared'}>${icon(now ? 'care' : 'done')}<span>${
            now ? blockerWords(now, name) : clearedWords(blocker, name)
          }</span></li>`;
        })}
      </ul></div>
      <div class="choices">
        <button class="big primary" ?disabled=${this.isPast} @click=${() => this.#answer('retry')}>Try again</button>
        <button class="big" ?disabled=${this.isPast || left.length === 0} @click=${() => this.#answer('bypass')}>
          Arm without these <small>${withoutWords(left, id => this.#nameOf(id))}</small>
        </button>
        <button class="big quiet" @click=${() => this.#answer('cancelled')}>Cancel</button>
      </div>`;
  }

  #nameOf(id: string): string {
    return this.sensors.find(sensor => sensor.id === id)?.name ?? id;
  }

  #answer(name: 'retry' | 'bypass' | 'cancelled'): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define('sec-blockers-list', BlockersList);
