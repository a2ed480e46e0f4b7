import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { endPractice, startPractice } from '../data/practice.ts';
import { extendedWords, extendWords, lengthWords } from '../words/practice.ts';
import { clockTime } from '../words/time.ts';
import { phoneStyles } from './phone-styles.ts';

/** As long as the house has it, or somebody needs for a look, for all doors, for an evening with the installer. */
const LENGTHS = [null, 15, 30, 60, 120];

/** Begins and ends a practice. Property: `house`. */
export class PracticeView extends LitElement {
  static override properties = {
    house: { attribute: false },
    minutes: { state: true },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      .lead { color: var(--ink-2); margin: 8px 0 14px; }
      .lengths { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; }
      .lengths :first-child { grid-column: 1 / -1; }
      .lengths button { border-radius: 24px; border: 1.5px solid var(--line); background: var(--card); padding: 0 4px; }
      .lengths [aria-pressed='true'] { background: var(--calm-soft); border-color: currentColor; color: var(--calm); font-weight: 650; }
      .big { margin-top: 16px; }
    `,
  ];
  declare house: House;
  /** Null for as long as the house has it. */
  declare minutes: number | null;
  declare said: string;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.minutes = null;
    this.said = '';
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
      ${practice ? html`<button class="big primary" ?disabled=${isOff} @click=${this.#end}>End the practice</button>` : nothing}
      <h2 id="for">${practice ? 'Go on for longer' : 'For how long'}</h2>
      <div class="lengths" role="group" aria-labelledby="for">${LENGTHS.map(
        minutes =>
          html`<button aria-pressed=${minutes === this.minutes} @click=${() => {
            this.minutes = minutes;
          }}>${lengthWords(minutes)}</button>`,
      )}</div>
      <button class="big ${practice ? '' : 'primary'}" ?disabled=${isOff} @click=${this.#start}>${
        practice ? extendWords(this.minutes) : 'Start the practice'
      }</button>
      <p class="said" role="status">${practice ? this.said : nothing}</p>`;
  }

  #end = () => this.#command.run(() => endPractice(this.house));

  /** One that runs already ends so long from now instead. */
  #start = async () => {
    const { house } = this;
    const wasRunning = house.status.value.status?.practice != null;
    this.said = '';
    if (!(await this.#command.run(() => startPractice(house, this.minutes))) || !wasRunning) return;
    const { status } = house.status.value;
    if (status?.practice) this.said = extendedWords(status.practice.until, status.timeZone);
  };
}

customElements.define('sec-practice-view', PracticeView);
