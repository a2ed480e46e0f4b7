import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AlarmPhase, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/care-cards.ts';
import { ClockController } from '../components/clock-controller.ts';
import { StoreController } from '../components/store-controller.ts';
import { stillAgainst } from '../data/blockers.ts';
import { unseenFailure } from '../data/departure.ts';
import { isStale } from '../data/freshness.ts';
import type { House } from '../data/house.ts';
import type { SessionState } from '../data/session.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import { careOf } from '../words/flags.ts';
import { refusalWords } from '../words/refusal.ts';
import { tripSentence } from '../words/sentence.ts';
import './mode-panel.ts';
import { hero, heroSkeleton, laterPart, sensorsSkeleton } from './now-hero.ts';
import { departurePart, entryPart, garagePart, sensorGroups } from './now-parts.ts';
import { nowStyles } from './now-styles.ts';
import './today-part.ts';

/** A certificate that ends later is not worth a word. */
const EXPIRY_MS = 61 * 86_400_000;

/** The state of the house, and the one control that matters. Property: `house`. */
export class NowView extends LitElement {
  static override properties = {
    house: { attribute: false },
    isBusy: { state: true },
    refused: { state: true },
    said: { state: true },
    help: { state: true },
  };
  static override styles = [baseStyles, nowStyles];
  declare house: House;
  declare isBusy: boolean;
  declare refused: string | null;
  /** That it is armed now, or that it is not, for whoever does not see it. */
  declare said: string;
  /** `called`: somebody has held the button. */
  declare help: 'asking' | 'called' | null;

  #session = new StoreController<SessionState>(this);
  #status = new StoreController<StatusState>(this);
  #link = new StoreController<Link>(this);
  #notices = new StoreController<House['notices']['value']>(this);
  #me = new StoreController<House['own']['me']['value']>(this);
  #asked = new StoreController<House['asked']['value']>(this);
  #seen = new StoreController<string | null>(this);
  #phase: AlarmPhase | null = null;
  #clock = new ClockController(this);

  constructor() {
    super();
    this.isBusy = false;
    this.refused = null;
    this.said = '';
    this.help = null;
  }

  protected override willUpdate(): void {
    const state = this.house.status.value.status?.alarm.state ?? null;
    if (state === this.#phase) return;
    // What was true of the state before is not left standing.
    const hasLeft = this.#phase === 'arming';
    this.said = hasLeft && state === 'armed' ? 'Armed.' : '';
    if (hasLeft && state === 'disarmed') this.said = 'Not armed.';
    this.#phase = state;
  }

  /** The sheet stands beside the screens: it must not begin anew when one becomes another. */
  protected override render(): TemplateResult {
    return html`${this.#screen()}${
      this.help === null
        ? nothing
        : html`<sec-panic-sheet .house=${this.house} .isCalled=${this.help === 'called'}
            @closed=${this.#open(null)}></sec-panic-sheet>`
    }`;
  }

  #screen(): TemplateResult {
    const session = this.#session.follow(this.house.session);
    const known = this.#status.follow(this.house.status);
    const { status, heardAtMs } = known;
    const link = this.#link.follow(this.house.link);
    const role = session.kind === 'in' ? session.session.role : null;
    if (!status) return this.#waiting(link);

    const { nowMs } = this.#clock;
    const isPast = isStale(link, heardAtMs, nowMs);
    const canAct = role === 'admin' || role === 'member';
    const { state } = status.alarm;
    const isPending = state === 'pending' && !isPast;
    const isLeaving = state === 'arming' && !isPast;
    const panel = canAct
      ? html`<sec-mode-panel .house=${this.house} .status=${status} .reason=${
          isPast ? 'Nothing can be changed while the house is out of reach.' : null
        }>${isPending || isLeaving ? this.#help('Call for help', isPast) : nothing}</sec-mode-panel>`
      : html`<p class="soft">You can look. The family changes the mode.</p>`;
    const isSecond = status.incident !== null && status.incident.acknowledgedBy === null;
    const said = html`<p class="hidden-words" role="status">${this.said}</p>`;
    const first = { status, nowMs, heardAtMs, isPast, isSecond };
    // Nothing else competes with it.
    if (isPending) {
      return html`${said}<div class="entry">${entryPart(known, hero(first))}${panel}</div>`;
    }
    return html`${said}<div class="columns">
      <div class="first">
        ${this.#question(status, canAct, isPast)}
        ${this.#notArmed(status, canAct, isPast)}
        ${isSecond ? this.#incident(status, canAct, isPast) : nothing}
        ${
          isLeaving
            ? departurePart(known, hero(first))
            : html`<div class="head">${hero(first)}${canAct ? this.#help('Help', isPast) : nothing}</div>`
        }
        ${laterPart(status, nowMs, canAct && !isPast, this.#cancelLater)}
        ${panel}
        ${this.#expiry(nowMs)}${canAct ? this.#noPin() : nothing}
        <sec-care-cards .cares=${careOf(status)} .timeZone=${status.timeZone}
          .notices=${this.#notices.follow(this.house.notices)}></sec-care-cards>
      </div>
      <div class="second">
        ${garagePart(this.house, status, nowMs, isPast)}
        ${sensorGroups(status, nowMs, isPast)}
        ${canAct ? html`<sec-today-part .house=${this.house} .status=${status} .nowMs=${nowMs}></sec-today-part>` : nothing}
      </div>
    </div>`;
  }

  #expiry(nowMs: number) {
    const expiresAt = this.#me.follow(this.house.own.me)?.device?.expiresAt;
    if (expiresAt === undefined || Date.parse(expiresAt) - nowMs > EXPIRY_MS) return nothing;
    void import('../components/expiry-card.ts');
    return html`<sec-expiry-card .nowMs=${nowMs} .expiresAt=${expiresAt}></sec-expiry-card>`;
  }

  #noPin() {
    const confirm = this.#me.follow(this.house.own.me)?.confirm;
    if (!confirm?.for.includes('disarm') || confirm.methods.length > 0) return nothing;
    void import('../components/no-pin-card.ts');
    return html`<sec-no-pin-card></sec-no-pin-card>`;
  }

  #open = (help: NowView['help']) => () => {
    void import('./panic-sheet.ts');
    this.help = help;
  };

  #help(label: string, isPast: boolean): TemplateResult {
    void import('../components/hold-button.ts');
    return html`<sec-hold-button label=${label} name="Call for help. Hold, or tap to read what it does"
      .disabled=${isPast} @held=${this.#open('called')} @tapped=${this.#open('asking')}></sec-hold-button>`;
  }

  #question(status: Status, canAct: boolean, isPast: boolean) {
    const { asked } = this.house;
    const profile = this.#asked.follow(asked);
    if (!profile || !canAct || status.mode === 'alert') return nothing;
    void import('../components/arm-question.ts');
    return html`<sec-arm-question .profile=${profile} .disabled=${isPast}
      @cancelled=${() => asked.set(null)}
      @confirmed=${() => {
        asked.set(null);
        void this.#panel()?.change({ mode: 'alert', profile });
      }}></sec-arm-question>`;
  }

  #notArmed(status: Status, canAct: boolean, isPast: boolean) {
    const { departure } = this.house;
    const failure = unseenFailure(status, this.#seen.follow(departure.seen));
    if (!failure || !canAct) return nothing;
    void import('../components/not-armed-card.ts');
    const arm = (without: readonly string[]) => {
      const bypass = [...failure.bypass, ...without];
      void this.#panel()?.change({ mode: 'alert', profile: failure.profile, bypass });
    };
    return html`<sec-not-armed-card .failure=${failure} .sensors=${status.sensors} .isPast=${isPast}
      @retry=${() => arm([])} @cancelled=${() => departure.putAway(failure)}
      @bypass=${() => arm(stillAgainst(failure.blockers, status.sensors).map(({ sensor }) => sensor))}
    ></sec-not-armed-card>`;
  }

  #panel = () => this.renderRoot.querySelector('sec-mode-panel');

  #cancelLater = () => {
    void this.#run(() => this.house.order('DELETE', '/api/later'));
  };

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
    void import('../components/incident-card.ts');
    return html`<sec-incident-card .status=${status} .nowMs=${this.#clock.nowMs} .canAct=${canAct}
      .isBusy=${this.isBusy} .disabled=${isPast} @seen=${this.#acknowledge}
      @disarm=${() => this.#panel()?.change({ mode: 'monitor' })}><h1 tabindex="-1">${tripSentence(status)}</h1></sec-incident-card>
    ${this.refused === null ? nothing : html`<p role="alert" class="refused">${this.refused}</p>`}`;
  }

  #acknowledge = () => {
    const incident = this.house.status.value.status?.incident;
    if (incident) void this.#run(() => this.house.acknowledge(incident.id));
  };

  async #run(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.refused = null;
    try {
      await work();
    } catch (error) {
      this.refused = refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  }
}

customElements.define('sec-now-view', NowView);
