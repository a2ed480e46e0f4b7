import { css, html, LitElement, type TemplateResult } from 'lit';
import { addDays, isDay } from '../data/calendar.ts';
import { dayTitle, shortDate } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * Which day is shown, and the ways to another; there is none into the future.
 *
 * Properties: `day`, `today`; `note`, said after the date.
 * Events: `day-chosen` with the day; it bubbles, as the app's address may follow it.
 */
export class DayBar extends LitElement {
  static override properties = {
    day: { attribute: false },
    today: { attribute: false },
    note: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .bar { display: grid; grid-template-columns: var(--touch) 1fr var(--touch); align-items: center; text-align: center; gap: 8px; min-height: 64px; }
      button { padding: 0; width: var(--touch); border-radius: 50%; }
      button:disabled { opacity: 0.45; }
      h1 { font: var(--t-title); }
      p { font: var(--t-small); color: var(--ink-2); font-variant-numeric: tabular-nums; }
      .title { position: relative; display: block; border-radius: var(--r-m); padding: 6px 0; }
      .title:has(input:focus-visible) { outline: 3px solid var(--watch); }
      /* The whole title is the picker: the native field lies over it, unseen. */
      input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; border: 0; cursor: pointer; appearance: none; }
      input::-webkit-calendar-picker-indicator { position: absolute; inset: 0; width: 100%; height: 100%; cursor: pointer; }
      h1 svg { display: inline-block; vertical-align: -0.25em; color: var(--ink-3); }
    `,
  ];
  declare day: string;
  declare today: string;
  declare note: string;

  constructor() {
    super();
    this.day = '';
    this.today = '';
    this.note = '';
  }

  protected override render(): TemplateResult {
    const { day, today } = this;
    return html`<div class="bar">
      <button aria-label="Previous day" @click=${() => this.#choose(addDays(day, -1))}>${icon('back')}</button>
      <div class="title">
        <h1 tabindex="-1">${dayTitle(day, today)} ${icon('down', 20)}</h1>
        <p>${shortDate(day, today)}${this.note ? ` · ${this.note}` : ''}</p>
        <input type="date" aria-label="Choose a day" .value=${day} max=${today} required @change=${this.#pick}>
      </div>
      <button aria-label="Next day" ?disabled=${day >= today} @click=${() => this.#choose(addDays(day, 1))}>
        ${icon('forward')}
      </button>
    </div>`;
  }

  #pick = (event: Event) => {
    if (event.target instanceof HTMLInputElement) this.#choose(event.target.value);
  };

  #choose(day: string): void {
    if (!isDay(day) || day > this.today) return;
    this.dispatchEvent(
      new CustomEvent<string>('day-chosen', { detail: day, bubbles: true, composed: true }),
    );
  }
}

customElements.define('sec-day-bar', DayBar);
