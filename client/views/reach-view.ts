import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Reach, ReachRow, Session } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { icon } from '../components/icon.ts';
import { PolledController } from '../components/polled-controller.ts';
import '../components/reach-card.ts';
import type { TextTest } from '../components/reach-card.ts';
import { type Reach as Contact, ReachController } from '../components/reach-controller.ts';
import { StoreController } from '../components/store-controller.ts';
import type { House } from '../data/house.ts';
import { createPolled } from '../data/polled.ts';
import { confirmText, fetchReach, sendTestPush, sendTestText } from '../data/reach.ts';
import { inOrder } from '../data/reach-standing.ts';
import type { SessionState } from '../data/session.ts';
import { reachSentences } from '../words/reach.ts';
import { refusalWords } from '../words/refusal.ts';
import { hubPart, undeliveredPart } from './reach-parts.ts';
import { reachStyles } from './reach-styles.ts';

/** A phone that got a test says so by itself. */
const EVERY_MS = 5_000;

/** Who an alarm finds, and what proves it. Property: `house`. */
export class ReachView extends LitElement {
  static override properties = {
    house: { attribute: false },
    tests: { state: true },
    pushTested: { state: true },
  };
  static override styles = [baseStyles, reachStyles];
  declare house: House;
  /** Test texts by the name that they went to. */
  declare tests: ReadonlyMap<string, TextTest>;
  /** How this person's phones stood when a notification was tried; null for none. */
  declare pushTested: string | null;

  #contact = new ReachController(this);
  #session = new StoreController<SessionState>(this);
  #command = new CommandController(this);
  #list = new PolledController<Reach>(this);

  constructor() {
    super();
    this.tests = new Map();
    this.pushTested = null;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('house')) return;
    this.#list.use(
      createPolled(
        () => fetchReach(this.house.api),
        ({ error }) => (error?.status === 403 ? null : EVERY_MS),
      ),
    );
  }

  protected override render(): TemplateResult {
    const contact = this.#contact.follow(this.house);
    const session = this.#session.follow(this.house.session);
    const { value, error } = this.#list.state;
    const [title, ...rest] = value ? reachSentences(value, contact.nowMs) : [];
    const { refused } = this.#command;
    return html`${backLink('/house', 'House')}
      <h1 tabindex="-1">${title ?? (error === null && !contact.isPast ? 'Asking the hub…' : 'Who can be reached?')}</h1>
      <p class="rest">${rest.join(' ')}</p>
      ${contact.isPast ? html`<p class="card note care">The house is out of reach${value ? ': this is what was last heard' : ''}.</p>` : nothing}
      <p class="said" role="status">${this.#isOnItsWay(value) ? 'A notification is on its way to this phone. Once it shows, it is noted here.' : ''}</p>
      ${refused === null ? nothing : html`<p class="wrong" role="alert">${refused}</p>`}
      ${value ? this.#all(value, session.kind === 'in' ? session.session : null, contact) : this.#nothing(error, contact)}`;
  }

  #nothing(error: unknown, { isPast }: Contact): TemplateResult {
    if (error === null) {
      return isPast
        ? html``
        : html`<div aria-hidden="true">${[1, 2, 3].map(() => html`<div class="bone"></div>`)}</div>`;
    }
    return html`<div class="card note care" role="alert"><p>${refusalWords(error)}</p>
      <button @click=${() => this.#list.refresh()}>Try again</button></div>`;
  }

  #all(reach: Reach, who: Session | null, { nowMs, timeZone, isPast }: Contact): TemplateResult {
    const isAdmin = who?.role === 'admin';
    const place = { nowMs, timeZone, isAdmin };
    return html`
      ${inOrder(reach, nowMs).map(row => {
        const isOwn = row.isPerson && row.name === who?.name;
        return html`<sec-reach-card .row=${row} .reach=${reach} .isOwn=${isOwn}
          .canTest=${isOwn || isAdmin} .test=${this.tests.get(row.name) ?? null}
          .disabled=${isPast || this.#command.isBusy} .nowMs=${nowMs} .timeZone=${timeZone}
          @text-test=${() => this.#testText(row)} @text-arrived=${() => this.#arrived(row)}
          @text-lost=${() => this.#note(row, 'lost')} @push-test=${() => this.#testPush(row)}></sec-reach-card>`;
      })}
      <a class="card more" href="/house/alerts">${icon('text')} How I am told ${icon('forward', 20)}</a>
      ${hubPart(reach, place)}
      ${undeliveredPart(reach.undelivered, place)}`;
  }

  #note({ name }: ReachRow, test: TextTest): void {
    this.tests = new Map(this.tests).set(name, test);
  }

  async #testText(row: ReachRow): Promise<void> {
    if (await this.#command.run(() => sendTestText(this.house.api, row.name))) {
      this.#note(row, 'sent');
      this.#list.refresh();
    }
  }

  async #arrived(row: ReachRow): Promise<void> {
    if (await this.#command.run(() => confirmText(this.house.api, row.name))) {
      this.#note(row, 'arrived');
      this.#list.refresh(0);
    }
  }

  async #testPush({ push }: ReachRow): Promise<void> {
    if (await this.#command.run(() => sendTestPush(this.house.api))) {
      this.pushTested = JSON.stringify(push);
    }
  }

  /** Until the phone says that it came, or the push service that it will not. */
  #isOnItsWay(reach: Reach | null): boolean {
    const { pushTested } = this;
    return reach?.people.some(({ push }) => JSON.stringify(push) === pushTested) === true;
  }
}

customElements.define('sec-reach-view', ReachView);
