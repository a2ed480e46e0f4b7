import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Blocker, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { asLines, countRing, ringStyles } from '../components/count-ring.ts';
import { CountdownController } from '../components/countdown-controller.ts';
import { icon } from '../components/icon.ts';
import { againstArming, isWayOut } from '../data/blockers.ts';
import { passedMark } from '../data/countdown.ts';
import type { StatusState } from '../data/status.ts';
import { againstWords, armWords, leavingWords } from '../words/arming.ts';

/**
 * Somebody leaves: how long it takes until it is armed, and what would keep it from that.
 *
 * Property: `known`, the status as it was heard.
 */
export class LeavingPart extends LitElement {
  static override properties = {
    known: { attribute: false },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    ringStyles,
    css`
      :host { color: var(--watch); padding-top: 10px; }
      h1 { color: var(--ink); text-align: center; margin: 14px 0 4px; font-variant-numeric: tabular-nums; }
      .by { text-align: center; font: var(--t-label); color: var(--ink-2); }
      li { display: grid; grid-template-columns: 24px 1fr; gap: 12px; padding: 12px 0; color: var(--ink); font: var(--t-label); }
      li + li { border-top: 1px solid var(--line); }
      li svg { color: var(--care); }
      .clear { color: var(--ink-2); text-align: center; padding: 12px 16px; font: var(--t-label); }
      .card { margin-top: 16px; }
    `,
  ];
  declare known: StatusState;
  /** What whoever does not see the seconds hears of them. */
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
    if (mark !== null) this.said = leavingWords(mark);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { status } = this.known;
    if (!status) return nothing;
    return html`
      ${countRing(this.#seconds, status.alarm.delay)}
      <h1 tabindex="-1">${asLines(leavingWords(this.#seconds))}</h1>
      <p class="by">${status.profile ? armWords(status.profile) : nothing}${status.by ? `, by ${status.by.name}` : nothing}</p>
      <p class="hidden-words" role="status">${this.said}</p>
      ${this.#against(status, againstArming(status))}`;
  }

  /** Polite, so that a window that is opened now is heard of, too. */
  #against({ sensors }: Status, blockers: readonly Blocker[]): TemplateResult {
    const found = blockers.flatMap(blocker => {
      const sensor = sensors.find(({ id }) => id === blocker.sensor);
      return sensor ? [{ blocker, sensor }] : [];
    });
    // The door that somebody leaves by comes last: it is open because they leave.
    const rows = found.toSorted((a, b) => Number(isWayOut(a.sensor)) - Number(isWayOut(b.sensor)));
    return html`<div role="status" aria-label="In the way">${
      rows.length === 0
        ? html`<p class="card clear">Nothing is in the way.</p>`
        : html`<ul class="card">${rows.map(
            ({ blocker, sensor }) =>
              html`<li>${icon(isWayOut(sensor) && blocker.reason === 'open' ? 'door-open' : 'care')}<span>${againstWords(blocker, sensor)}</span></li>`,
          )}</ul>`
    }</div>`;
  }
}

customElements.define('sec-leaving-part', LeavingPart);
