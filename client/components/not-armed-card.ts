import { css, html, LitElement, type TemplateResult } from 'lit';
import type { SensorStatus } from '../../server/protocol.ts';
import type { NotArmed } from '../data/departure.ts';
import { armWords, blockerWords } from '../words/arming.ts';
import { baseStyles } from './base-styles.ts';
import './blockers-list.ts';
import { icon } from './icon.ts';

/**
 * Somebody has left, and the house was not armed.
 *
 * Properties: `failure`; `sensors`; `isPast`, the house is out of reach.
 * Events: as those of the list of blockers.
 */
export class NotArmedCard extends LitElement {
  static override properties = {
    failure: { attribute: false },
    sensors: { attribute: false },
    isPast: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      section { background: var(--care-soft); border-radius: var(--r-m); padding: 16px; margin-bottom: 18px; }
      .head { display: grid; grid-template-columns: 24px 1fr; gap: 12px; margin-bottom: 10px; }
      .head svg, b { color: var(--care); }
    `,
  ];
  declare failure: NotArmed;
  declare sensors: readonly SensorStatus[];
  declare isPast: boolean;

  protected override render(): TemplateResult {
    const { blockers, profile } = this.failure;
    const why = blockers
      .map(blocker => {
        const name = this.sensors.find(({ id }) => id === blocker.sensor)?.name;
        return blockerWords(blocker, name ?? blocker.sensor).replace(/\.$/, '');
      })
      .join(', ');
    return html`<section role="alert" aria-label="It did not arm">
      <p class="head">${icon('care')}<span><b>It did not arm${why === '' ? '.' : `: ${why}.`}</b>
        The house is not on ${armWords(profile)}.</span></p>
      <sec-blockers-list .blockers=${blockers} .sensors=${this.sensors} .isPast=${this.isPast}
        @retry=${this.#pass} @bypass=${this.#pass} @cancelled=${this.#pass}></sec-blockers-list>
    </section>`;
  }

  #pass = ({ type }: Event) => this.dispatchEvent(new CustomEvent(type));
}

customElements.define('sec-not-armed-card', NotArmedCard);
