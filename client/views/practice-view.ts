import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { endPractice, startPractice } from '../data/practice.ts';
import { clockTime } from '../words/time.ts';
import { phoneStyles } from './phone-styles.ts';

/** As long as somebody needs for a look, for all doors, or for an evening with the installer. */
const MINUTES = [15, 30, 60, 120];

/** Begins and ends a practice. Property: `house`. */
export class PracticeView extends LitElement {
  static override properties = { house: { attribute: false }, minutes: { state: true } };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      .lead { color: var(--ink-2); margin: 8px 0 14px; }
      .lengths { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; }
      .lengths button { border-radius: 24px; border: 1.5px solid var(--line); background: var(--card); padding: 0 4px; }
      .lengths [aria-pressed='true'] { background: var(--calm-soft); border-color: currentColor; color: var(--calm); font-weight: 650; }
      .big { margin-top: 16px; }
    `,
  ];
  declare house: House;
  declare minutes: number;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.minutes = 30;
  }

  protected override render(): TemplateResult {
    const { status, isPast, timeZone } = this.#reach.follow(this.house);
    const { isBusy, refused } = this.#command;
    const isOff = isPast || isBusy || !status;
    const practice = status?.practice ?? null;
    return html`${backLink('/house', 'House')}
      <h1 tabindex="-1">${practice ? `A practice, until ${clockTime(practice.until, timeZone, 'minutes')}.` : 'Practise an alarm.'}</h1>
      <p class="lead">${
        practice
          ? `Begun by ${practice.by.name}. Everything works as it always does, but no text and no notification of an alarm is sent.`
          : 'Arm, open a door, see what happens. Everything works as it always does, but no text and no notification of an alarm is sent. Everybody is told that it begins and ends.'
      }</p>
      ${isPast ? html`<p class="card note care">The house is out of reach: nothing can be changed now.</p>` : nothing}
      ${refused === null ? nothing : html`<p class="wrong" role="alert">${refused}</p>`}
      ${
        practice
          ? html`<button class="big primary" ?disabled=${isOff} @click=${() => this.#command.run(() => endPractice(this.house))}>End the practice</button>`
          : html`<h2 id="for">For how long</h2>
              <div class="lengths" role="group" aria-labelledby="for">${MINUTES.map(
                minutes =>
                  html`<button aria-pressed=${minutes === this.minutes} @click=${() => {
                    this.minutes = minutes;
                  }}>${minutes} min</button>`,
              )}</div>
              <button class="big primary" ?disabled=${isOff}
                @click=${() => this.#command.run(() => startPractice(this.house, this.minutes))}>Start the practice</button>`
      }`;
  }
}

customElements.define('sec-practice-view', PracticeView);
