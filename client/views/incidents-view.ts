import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IncidentSummary } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { icon } from '../components/icon.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { fetchIncidents, incidentPath, isUnanswered, withCurrent } from '../data/incidents.ts';
import { endingWords, incidentHeadline, markName } from '../words/incident.ts';
import { exactTime, nearTime } from '../words/time.ts';

/** The alarms so far, newest first. Property: `house`. */
export class IncidentsView extends LitElement {
  static override properties = {
    house: { attribute: false },
    incidents: { state: true },
    next: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host { max-width: 640px; margin: 0 auto; }
      h1 { margin: 2px 0 12px; min-height: 1.14em; }
      .card { padding: 4px 8px; }
      a.row { display: grid; grid-template-columns: 1fr 20px; gap: 12px; align-items: center; padding: 12px 8px; min-height: 72px; color: var(--ink); text-decoration: none; border-radius: var(--r-s); font: var(--t-label); }
      li + li { border-top: 1px solid var(--line); }
      a.row svg { color: var(--ink-2); }
      b { font-weight: 600; overflow-wrap: anywhere; }
      time { display: block; font: var(--t-small); color: var(--ink-2); margin-bottom: 2px; }
      small { display: block; color: var(--ink-2); margin-top: 3px; }
      .open { color: var(--care); font-weight: 650; }
      .note { padding: 16px; color: var(--ink-2); font: var(--t-label); display: grid; gap: 12px; justify-items: start; margin-bottom: var(--gap); }
      .care { background: var(--care-soft); color: var(--ink); }
      .older { width: 100%; margin-top: var(--gap); }
      .bone { height: 72px; margin-bottom: 8px; border-radius: var(--r-m); }
    `,
  ];
  declare house: House;
  /** Null until the first page came. */
  declare incidents: readonly IncidentSummary[] | null;
  declare next: string | null;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.incidents = null;
    this.next = null;
  }

  protected override firstUpdated(): void {
    void this.#load(null);
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const { refused } = this.#command;
    const incidents = this.incidents && withCurrent(this.incidents, reach.status?.incident ?? null);
    return html`${backLink('/day', 'Days')}
      <h1 tabindex="-1">${
        incidents === null
          ? refused === null
            ? 'Asking the hub…'
            : 'Past alarms'
          : incidents.length === 0
            ? 'No alarm so far.'
            : 'Past alarms'
      }</h1>
      ${
        refused === null
          ? nothing
          : html`<div class="card note care" role="alert"><p>${refused}</p>
              <button @click=${() => this.#load(incidents?.at(-1)?.id ?? null)}>Try again</button></div>`
      }
      ${incidents === null && refused === null ? html`<div aria-hidden="true">${[1, 2, 3].map(() => html`<div class="bone"></div>`)}</div>` : nothing}
      ${incidents?.length === 0 ? html`<p class="card note">When a door opens while Alert is on, it is told here: what happened, who was told, and how it ended.</p>` : nothing}
      ${
        incidents && incidents.length > 0
          ? html`<ol class="card">${incidents.map(incident => html`<li>${this.#row(incident, reach)}</li>`)}</ol>`
          : nothing
      }
      ${
        this.next === null
          ? nothing
          : html`<button class="older" ?disabled=${this.#command.isBusy || reach.isPast}
              @click=${() => this.#load(this.next)}>${this.#command.isBusy ? 'Looking…' : 'Older'}</button>`
      }`;
  }

  #row(incident: IncidentSummary, { status, timeZone, nowMs }: Reach): TemplateResult {
    const { id, openedAt, mark, confirmedAt } = incident;
    const sensors = new Map(status?.sensors.map(sensor => [sensor.id, sensor]));
    return html`<a class="row" href=${incidentPath(id)}>
      <span>
        <time datetime=${openedAt} title=${exactTime(openedAt, timeZone)}>${nearTime(openedAt, nowMs, timeZone)}</time>
        <b>${incidentHeadline(incident, sensors)}</b>
        <small><span class=${isUnanswered(incident) ? 'open' : ''}>${endingWords(incident)}</span>${
          confirmedAt === null ? '' : ' · Confirmed'
        }${mark === null ? '' : ` · ${markName[mark]}`}</small>
      </span>
      ${icon('forward', 20)}
    </a>`;
  }

  #load = (before: string | null) =>
    this.#command.run(async () => {
      const page = await fetchIncidents(this.house.api, before);
      this.incidents =
        before === null ? page.incidents : [...(this.incidents ?? []), ...page.incidents];
      this.next = page.next;
    });
}

customElements.define('sec-incidents-view', IncidentsView);
