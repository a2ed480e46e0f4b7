import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SensorStatus, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/care-cards.ts';
import { ClockController } from '../components/clock-controller.ts';
import '../components/episode-list.ts';
import '../components/expiry-card.ts';
import '../components/incident-card.ts';
import '../components/sensor-list.ts';
import { StoreController } from '../components/store-controller.ts';
import { dayOf } from '../data/calendar.ts';
import type { DayLogState } from '../data/day-log.ts';
import { isStale } from '../data/freshness.ts';
import type { House } from '../data/house.ts';
import { createPairing } from '../data/pair-events.ts';
import type { SessionState } from '../data/session.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import { careOf } from '../words/flags.ts';
import { refusalWords } from '../words/refusal.ts';
import './mode-panel.ts';
import { hero, heroSkeleton, sensorsSkeleton } from './now-hero.ts';
import { nowStyles } from './now-styles.ts';

const LAST_EVENTS = 5;

/** The state of the house, and the one control that matters. Property: `house`. */
export class NowView extends LitElement {
  static override properties = {
    house: { attribute: false },
    isBusy: { state: true },
    refused: { state: true },
  };
  static override styles = [baseStyles, nowStyles];
  declare house: House;
  declare isBusy: boolean;
  declare refused: string | null;

  #session = new StoreController<SessionState>(this);
  #status = new StoreController<StatusState>(this);
  #link = new StoreController<Link>(this);
  #notices = new StoreController<House['notices']['value']>(this);
  #me = new StoreController<House['own']['me']['value']>(this);
  #today = new StoreController<DayLogState>(this);
  #clock = new ClockController(this);
  #pair = createPairing();

  constructor() {
    super();
    this.isBusy = false;
    this.refused = null;
  }

  protected override render(): TemplateResult {
    const session = this.#session.follow(this.house.session);
    const { status, heardAtMs } = this.#status.follow(this.house.status);
    const link = this.#link.follow(this.house.link);
    const role = session.kind === 'in' ? session.session.role : null;
    if (!status) return this.#waiting(link);

    const { nowMs } = this.#clock;
    const isPast = isStale(link, heardAtMs, nowMs);
    const isOpenIncident = status.incident !== null && status.incident.acknowledgedBy === null;
    const canAct = role === 'admin' || role === 'member';
    const reason = isPast ? 'Nothing can be changed while the house is out of reach.' : null;
    return html`<div class="columns">
      <div class="first">
        ${isOpenIncident ? this.#incident(status, canAct, isPast) : nothing}
        ${hero({ status, nowMs, heardAtMs, isPast, isSecond: isOpenIncident })}
        ${
          canAct
            ? html`<sec-mode-panel .house=${this.house} .status=${status} .reason=${reason}></sec-mode-panel>`
            : html`<p class="soft">You can look. The family changes the mode.</p>`
        }
        <sec-expiry-card .nowMs=${nowMs}
          .expiresAt=${this.#me.follow(this.house.own.me)?.device?.expiresAt ?? null}></sec-expiry-card>
        <sec-care-cards .cares=${careOf(status)} .timeZone=${status.timeZone}
          .notices=${this.#notices.follow(this.house.notices)}></sec-care-cards>
      </div>
      <div class="second">
        ${this.#group('Doors and windows', status, 'contact', isPast)}
        ${this.#group('Motion', status, 'motion', isPast)}
        ${this.#group('Inside', status, 'temperature', isPast)}
        ${canAct ? this.#lastEvents(status, nowMs) : nothing}
      </div>
    </div>`;
  }

  #waiting(link: Link): TemplateResult {
    const [title, text] =
      link === 'offline'
        ? [
            'Not reached yet.',
            'The house does not answer. Is this phone at home, or connected to home?',
          ]
        : ['Asking the house…', ''];
    return html`<div class="columns" aria-busy="true">
      <div class="first">${heroSkeleton(title, text)}</div>
      <div class="second">${sensorsSkeleton()}</div>
    </div>`;
  }

  #incident(status: Status, canAct: boolean, isPast: boolean): TemplateResult {
    return html`<sec-incident-card .status=${status} .nowMs=${this.#clock.nowMs} .canAct=${canAct}
      .isBusy=${this.isBusy} .disabled=${isPast} @seen=${this.#acknowledge}
      @disarm=${() => this.renderRoot.querySelector('sec-mode-panel')?.choose('monitor')}>
    </sec-incident-card>
    ${this.refused === null ? nothing : html`<p role="alert" class="refused">${this.refused}</p>`}`;
  }

  #group(title: string, status: Status, kind: SensorStatus['kind'], isPast: boolean) {
    const sensors = status.sensors.filter(sensor => sensor.kind === kind);
    if (sensors.length === 0) return nothing;
    return html`<section aria-label=${title}>
      <h2>${title}</h2>
      <sec-sensor-list .sensors=${sensors} .timeZone=${status.timeZone} .nowMs=${this.#clock.nowMs}
        .isPast=${isPast}></sec-sensor-list>
    </section>`;
  }

  #lastEvents(status: Status, nowMs: number): TemplateResult {
    const today = dayOf(nowMs, status.timeZone);
    const log = this.#today.follow(this.house.dayLog(today).state);
    const episodes = this.#pair(log.events).slice(0, LAST_EVENTS);
    const sensors = new Map(status.sensors.map(sensor => [sensor.id, sensor]));
    return html`<section aria-label="Today" class="today">
      <h2>Today <a href="/day">All of today</a></h2>
      ${
        episodes.length
          ? html`<sec-episode-list .episodes=${episodes} .sensors=${sensors} .isToday=${true}
              .timeZone=${status.timeZone}></sec-episode-list>`
          : html`<p class="card note">${emptyWords(log, status)}</p>`
      }
    </section>`;
  }

  #acknowledge = async () => {
    const incident = this.house.status.value.status?.incident;
    if (!incident) return;
    this.isBusy = true;
    this.refused = null;
    try {
      await this.house.acknowledge(incident.id);
    } catch (error) {
      this.refused = refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  };
}

function emptyWords(log: DayLogState, status: Status): string {
  if (log.phase === 'loading') return 'Looking through today…';
  if (log.phase === 'failed') return 'Today’s events could not be fetched.';
  return status.mode === 'off'
    ? 'Nothing is recorded while the mode is Off.'
    : 'Nothing has happened today.';
}

customElements.define('sec-now-view', NowView);
