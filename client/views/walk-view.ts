import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SensorStatus } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { icon } from '../components/icon.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { beginWalk, canBeHeard, readWalk, stepWalk, type Walk, writeWalk } from '../data/walk.ts';
import { playNotes, TICK_NOTES, unlockSound } from '../tones.ts';
import { clockTime } from '../words/time.ts';
import {
  alwaysWarning,
  chimeWarning,
  MISSING_HELP,
  walkCount,
  walkSummary,
} from '../words/walk.ts';
import { phoneStyles } from './phone-styles.ts';

/** A walk through the house that shows whether every sensor is heard. Property: `house`. */
export class WalkView extends LitElement {
  static override properties = {
    house: { attribute: false },
    walk: { state: true },
    isMuted: { state: true },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      .lead { color: var(--ink-2); margin: 8px 0 14px; }
      .count { font: var(--t-title); margin: 10px 2px 12px; font-variant-numeric: tabular-nums; }
      li { display: grid; grid-template-columns: 24px 1fr auto; gap: 12px; align-items: center; min-height: 56px; padding: 6px 0; }
      li + li { border-top: 1px solid var(--line); }
      li svg { color: var(--ink-3); }
      li em { font: var(--t-label); font-style: normal; color: var(--ink-2); }
      .heard svg, .heard em { color: var(--calm); }
      .heard em { font-weight: 650; }
      .missing svg, .missing em { color: var(--care); }
      .care + .big { margin-top: 16px; }
      .choices { display: grid; gap: 10px; margin-top: 16px; }
      .summary { padding: 16px; margin: 12px 0 var(--gap); font: var(--t-body); display: grid; gap: 6px; }
    `,
  ];
  declare house: House;
  /** Null while none was begun. */
  declare walk: Walk | null;
  declare isMuted: boolean;
  declare said: string;

  #reach = new ReachController(this);

  constructor() {
    super();
    this.walk = readWalk(sessionStorage);
    this.isMuted = false;
    this.said = '';
  }

  protected override willUpdate(): void {
    const { status } = this.house.status.value;
    if (!this.walk || !status || status.mode === 'alert') return;
    const next = stepWalk(this.walk, status.sensors);
    if (next === this.walk) return;
    const news = status.sensors.filter(
      ({ id }) => id in next.heard && !(id in (this.walk?.heard ?? {})),
    );
    this.#keep(next);
    const sensors = status.sensors.filter(({ id }) => id in next.before);
    this.said = `${news.map(({ name }) => name).join(', ')}. ${walkCount(Object.keys(next.heard).length, sensors.length)}`;
    if (!this.isMuted) playNotes(TICK_NOTES);
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const sensors = (reach.status?.sensors ?? []).filter(canBeHeard);
    const isArmed = reach.status?.mode === 'alert';
    return html`${backLink('/house', 'House')}
      <h1 tabindex="-1">${this.walk?.isOver ? 'The walk is over.' : 'Walk through the house and open every door.'}</h1>
      <p class="hidden-words" role="status">${this.said}</p>
      ${reach.isPast ? html`<p class="card note care">The house is out of reach: nothing is heard now.</p>` : nothing}
      ${
        isArmed
          ? html`<p class="card note care">Alert is on: walking through the house would raise the alarm. <a href="/">Disarm first.</a></p>`
          : this.walk
            ? this.#underWay(this.walk, sensors, reach)
            : this.#start(sensors, reach)
      }`;
  }

  #start(sensors: readonly SensorStatus[], { isPast }: Reach): TemplateResult {
    const isPractised = this.house.status.value.status?.practice != null;
    const always = sensors.filter(({ zone }) => zone === '24-hour').map(({ name }) => name);
    return html`<p class="lead">Each sensor is ticked off when the hub hears it. ${chimeWarning(sensors)}</p>
      ${
        always.length === 0
          ? nothing
          : html`<p class="card note care"><span>${alwaysWarning(always, isPractised)}
              ${isPractised ? nothing : html`<a href="/house/practice">Practise first</a>`}</span></p>`
      }
      <button class="big primary" ?disabled=${isPast || sensors.length === 0} @click=${this.#begin}>Start</button>`;
  }

  #underWay(walk: Walk, sensors: readonly SensorStatus[], { timeZone }: Reach): TemplateResult {
    const shown = sensors.filter(({ id }) => id in walk.before);
    const missing = shown.filter(({ id }) => !(id in walk.heard));
    return html`
      ${
        walk.isOver
          ? html`<div class="card summary" role="status"><p>${walkSummary(
              shown.length,
              missing.map(({ name }) => name),
            )}</p>${missing.length > 0 ? html`<p class="soft">${MISSING_HELP}</p>` : nothing}</div>`
          : html`<p class="count">${walkCount(shown.length - missing.length, shown.length)}</p>`
      }
      <ul class="card">${shown.map(({ id, name }) => this.#row(name, walk.heard[id], walk.isOver, timeZone))}</ul>
      <div class="choices">${walk.isOver ? this.#ended() : this.#running()}</div>`;
  }

  #row(name: string, at: string | undefined, isOver: boolean, timeZone: string): TemplateResult {
    if (at !== undefined) {
      return html`<li class="heard">${icon('done')}<span>${name}</span><em>heard ${clockTime(at, timeZone, 'seconds')}</em></li>`;
    }
    return html`<li class=${isOver ? 'missing' : ''}>${icon(isOver ? 'care' : 'todo')}<span>${name}</span><em>${
      isOver ? 'not heard' : 'not yet'
    }</em></li>`;
  }

  #running(): TemplateResult {
    return html`<button class="big primary" @click=${this.#finish}>Finish</button>
      <button class="big" aria-pressed=${this.isMuted} @click=${() => {
        this.isMuted = !this.isMuted;
        if (!this.isMuted) unlockSound();
      }}>${this.isMuted ? 'Sound is off' : 'Sound is on'}</button>`;
  }

  #ended(): TemplateResult {
    return html`<button class="big primary" @click=${this.#begin}>Walk again</button>
      <button class="big" @click=${() => this.#keep(null)}>Done</button>`;
  }

  #begin = () => {
    unlockSound();
    this.said = '';
    const { status } = this.house.status.value;
    if (status) this.#keep(beginWalk(status.sensors));
  };

  #finish = async () => {
    if (this.walk) this.#keep({ ...this.walk, isOver: true });
    await this.updateComplete;
    this.renderRoot.querySelector('h1')?.focus();
  };

  #keep(walk: Walk | null): void {
    this.walk = walk;
    writeWalk(sessionStorage, walk);
  }
}

customElements.define('sec-walk-view', WalkView);
