import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { IncidentDetails, IncidentMark, IncidentSummary } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import '../components/mark-choice.ts';
import { NewsController } from '../components/news-controller.ts';
import { PolledController } from '../components/polled-controller.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import {
  fetchIncident,
  incidentPause,
  isUnanswered,
  latestOf,
  markIncident,
} from '../data/incidents.ts';
import { createPolled } from '../data/polled.ts';
import { sirenWords } from '../words/incident.ts';
import { incidentRefusal } from '../words/incident-refusal.ts';
import { leavingMeans } from '../words/mode.ts';
import { createNewsReader } from './incident-news.ts';
import { happenedPart, incidentHero, type Scene, toldPart } from './incident-parts.ts';
import { incidentStyles } from './incident-styles.ts';

/** One alarm: what it is, two choices, then all that happened. Properties: `house`, `incident` (its id). */
export class IncidentView extends LitElement {
  static override properties = {
    house: { attribute: false },
    incident: { attribute: false },
    isAsking: { state: true },
    news: { state: true },
  };
  static override styles = [baseStyles, incidentStyles];
  declare house: House;
  declare incident: string;
  /** Whether to disarm. */
  declare isAsking: boolean;
  /** What came since, for whoever does not see it come. */
  declare news: string;

  #reach = new ReachController(this);
  #details = new PolledController<IncidentDetails>(this);
  #command = new CommandController(this);
  #stream = new NewsController(this, () => {
    // One that is over changes no more.
    const { value } = this.#details.state;
    if (value === null || value.closedAt === null) this.#details.refresh();
  });
  #readNews = createNewsReader();

  constructor() {
    super();
    this.incident = '';
    this.isAsking = false;
    this.news = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('incident')) {
      const { incident } = this;
      this.#readNews = createNewsReader();
      this.#details.use(createPolled(() => fetchIncident(this.house.api, incident), incidentPause));
    }
    this.#stream.follow(this.house);
    const { value } = this.#details.state;
    if (value) this.news = this.#readNews(value, this.#sensors()) ?? this.news;
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const { value, error } = this.#details.state;
    // What the phone remembers of the alarm that is on serves while the hub cannot be asked.
    const current = reach.status?.incident ?? null;
    const known = current?.id === this.incident ? current : null;
    const incident = latestOf(value, known);
    const isOpen = incident !== null && isUnanswered(incident);
    return html`${isOpen ? backLink('/', 'Now') : backLink('/incidents', 'Past alarms')}
      ${incident ? this.#all(incident, value, reach) : this.#nothing(error, reach)}
      <p class="hidden-words" role="status">${this.news}</p>`;
  }

  #all(incident: IncidentSummary, details: IncidentDetails | null, reach: Reach): TemplateResult {
    const scene = this.#scene(incident, reach);
    const { error } = this.#details.state;
    return html`<div class="columns">
      <div class="first">
        ${incidentHero(incident, scene, callerOf(details))}
        ${reach.isPast ? html`<p class="card note care">The house is out of reach. This is what was last heard; nothing can be answered now.</p>` : nothing}
        ${this.#choices(incident, scene, reach)}
        ${this.#command.refused === null ? nothing : html`<p class="wrong" role="alert">${this.#command.refused}</p>`}
        ${incident.acknowledgedBy || incident.closedAt ? this.#mark(incident, reach) : nothing}
      </div>
      <div class="second">
        ${
          details
            ? [happenedPart(details, scene), toldPart(details, scene)]
            : html`<h2>What happened</h2><p class="card note">${
                error === null
                  ? 'Asking the hub…'
                  : 'The rest cannot be shown until the hub answers.'
              }</p>`
        }
      </div>
    </div>`;
  }

  #choices(incident: IncidentSummary, { isSounding }: Scene, reach: Reach): TemplateResult {
    const isOff = reach.isPast || this.#command.isBusy;
    const isCurrent = reach.status?.incident?.id === incident.id;
    const canDisarm = isCurrent && reach.status?.mode === 'alert' && incident.closedAt === null;
    return html`<div class="choices">
      ${
        isUnanswered(incident)
          ? html`<button class="big primary" ?disabled=${isOff} @click=${this.#acknowledge}>I’ve seen it</button>`
          : nothing
      }
      ${
        canDisarm && (isUnanswered(incident) || isSounding)
          ? html`<button class="big" ?disabled=${isOff} @click=${() => {
              this.isAsking = true;
            }}>Disarm…</button>`
          : nothing
      }
      ${
        this.isAsking
          ? html`<sec-confirm-sheet heading="Leave Alert?" text=${leavingMeans.monitor}
              confirm="Switch to Monitor" cancel="Stay in Alert" @confirmed=${this.#disarm}
              @cancelled=${() => {
                this.isAsking = false;
              }}></sec-confirm-sheet>`
          : nothing
      }
    </div>`;
  }

  #mark({ mark, markedBy }: IncidentSummary, reach: Reach): TemplateResult {
    return html`<h2>What was it?</h2>
      <sec-mark-choice .mark=${mark} .by=${markedBy?.name ?? null}
        .disabled=${reach.isPast || this.#command.isBusy}
        @marked=${({ detail }: CustomEvent<IncidentMark | null>) =>
          this.#run(() => markIncident(this.house.api, this.incident, detail))}></sec-mark-choice>`;
  }

  #nothing(error: unknown, { isPast }: Reach): TemplateResult {
    if (error === null && !isPast) {
      return html`<div class="block waiting"><h1 tabindex="-1">Asking the hub…</h1></div>`;
    }
    const { title, text, isFinal } = incidentRefusal(error);
    return html`<h1 tabindex="-1">${title}</h1>
      <div class="card note" role="alert"><p>${text}</p>
        ${isFinal ? nothing : html`<button @click=${() => this.#details.refresh()}>Try again</button>`}
      </div>`;
  }

  #scene(incident: IncidentSummary, { status, timeZone, nowMs }: Reach): Scene {
    const isCurrent = status?.incident?.id === incident.id;
    const isSounding = isCurrent && status?.alarm.state === 'triggered';
    const siren = isCurrent && status ? sirenWords(status) : '';
    return { sensors: this.#sensors(), timeZone, nowMs, isSounding, siren };
  }

  #sensors(): Scene['sensors'] {
    const sensors = this.house.status.value.status?.sensors ?? [];
    return new Map(sensors.map(sensor => [sensor.id, sensor]));
  }

  #acknowledge = () => this.#run(() => this.house.acknowledge(this.incident));

  #disarm = () => {
    this.isAsking = false;
    void this.#run(() => this.house.setMode({ mode: 'monitor' }));
  };

  async #run(work: () => Promise<void>): Promise<void> {
    const isDone = await this.#command.run(work);
    this.#details.refresh(0);
    // The button that had the focus may be gone with what it did.
    await this.updateComplete;
    if (isDone && !this.shadowRoot?.activeElement) this.renderRoot.querySelector('h1')?.focus();
  }
}

function callerOf(details: IncidentDetails | null): string | undefined {
  return details?.steps.find(({ kind }) => kind === 'panic')?.by?.name;
}

customElements.define('sec-incident-view', IncidentView);
