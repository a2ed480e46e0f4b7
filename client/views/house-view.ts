import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { ClockController } from '../components/clock-controller.ts';
import '../components/confirm-sheet.ts';
import { icon } from '../components/icon.ts';
import { StoreController } from '../components/store-controller.ts';
import { isStale } from '../data/freshness.ts';
import type { House } from '../data/house.ts';
import type { SessionState } from '../data/session.ts';
import type { StatusState } from '../data/status.ts';
import type { Link } from '../data/stream-ledger.ts';
import { refusalWords } from '../words/refusal.ts';
import { exactTime, nearTime } from '../words/time.ts';
import { letInWords } from '../words/via.ts';

/** The hub itself, and the ways to this phone and a lost one. Property: `house`. */
export class HouseView extends LitElement {
  static override properties = {
    house: { attribute: false },
    isAsking: { state: true },
    restartedFrom: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host { max-width: 560px; margin: 0 auto; }
      h1 { margin: 14px 0 4px; }
      .ways { padding: 4px 8px; margin-top: 14px; }
      .ways a { display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; min-height: 64px; padding: 8px; color: var(--ink); text-decoration: none; border-radius: var(--r-s); font: var(--t-label); }
      .ways li + li { border-top: 1px solid var(--line); }
      .ways svg { color: var(--ink-2); }
      .ways small { display: block; color: var(--ink-2); }
      dl > div { display: grid; grid-template-columns: 8.5em 1fr; gap: 12px; padding: 14px 0; font: var(--t-label); }
      dl > div + div { border-top: 1px solid var(--line); }
      dt { color: var(--ink-2); }
      .restart { padding: 16px; display: grid; gap: 14px; }
      .said { min-height: 2.6em; font: var(--t-label); margin-top: 10px; }
      [role='alert'] { color: var(--care); }
    `,
  ];
  declare house: House;
  declare isAsking: boolean;
  /** `startedAt` of the hub that was asked to restart; null when none was. */
  declare restartedFrom: string | null;
  declare refused: string | null;

  #session = new StoreController<SessionState>(this);
  #status = new StoreController<StatusState>(this);
  #link = new StoreController<Link>(this);
  #clock = new ClockController(this);

  constructor() {
    super();
    this.isAsking = false;
    this.restartedFrom = null;
    this.refused = null;
  }

  protected override render(): TemplateResult {
    const session = this.#session.follow(this.house.session);
    const { status, heardAtMs } = this.#status.follow(this.house.status);
    const link = this.#link.follow(this.house.link);
    const isPast = isStale(link, heardAtMs, this.#clock.nowMs);
    const who = session.kind === 'in' ? session.session : null;
    return html`
      <h1 tabindex="-1">${
        status === null ? 'Asking the hub…' : isPast ? 'No word from the hub.' : 'The hub answers.'
      }</h1>
      <ul class="card ways">
        <li><a href="/house/phone">${icon('phone')}
          <span>This phone<small>${who ? `${who.name}, let in by ${letInWords[who.via]}` : '…'}</small></span>
          ${icon('forward', 20)}</a></li>
        ${
          who?.role === 'admin'
            ? html`<li><a href="/house/settings">${icon('cog')}
                <span>Settings<small>Sensors, delays, groups, schedules</small></span>
                ${icon('forward', 20)}</a></li>`
            : nothing
        }
        ${
          who && who.role !== 'guest'
            ? html`<li><a href="/house/reach">${icon('people')}
                <span>Who can be reached<small>And what proves it</small></span>
                ${icon('forward', 20)}</a></li>
              <li><a href="/house/alerts">${icon('text')}
                <span>How I am told<small>Texts, notifications, quiet hours</small></span>
                ${icon('forward', 20)}</a></li>
              <li><a href="/incidents">${icon('alert')}
                <span>Past alarms<small>What happened, and who was told</small></span>
                ${icon('forward', 20)}</a></li>
              <li><a href="/house/walk">${icon('motion')}
                <span>Walk test<small>Is every door heard?</small></span>
                ${icon('forward', 20)}</a></li>
              <li><a href="/house/practice">${icon('done')}
                <span>Practice<small>An alarm of which nothing is sent</small></span>
                ${icon('forward', 20)}</a></li>
              <li><a href="/house/lost">${icon('pause')}
                <span>A phone is lost?<small>Suspend it at once</small></span>
                ${icon('forward', 20)}</a></li>`
            : nothing
        }
      </ul>
      ${who && who.via !== 'certificate' ? this.#signOut() : nothing}
      <h2>The hub</h2>
      <dl class="card">
        <div><dt>Runs since</dt><dd>${
          status
            ? html`<time datetime=${status.startedAt} title=${exactTime(status.startedAt, status.timeZone)}>${nearTime(status.startedAt, this.#clock.nowMs, status.timeZone)}</time>`
            : '…'
        }</dd></div>
        <div><dt>Version</dt><dd>${status?.version ?? '…'}</dd></div>
        <div><dt>Time zone</dt><dd>${status?.timeZone ?? '…'}</dd></div>
        <div><dt>Sensors</dt><dd>${status?.sensors.length ?? '…'}</dd></div>
      </dl>
      ${who?.role === 'admin' ? this.#restart(status?.startedAt ?? null, isPast) : nothing}
      ${who?.role === 'admin' && status && status.siren !== null ? this.#siren(isPast) : nothing}
      ${this.refused === null ? nothing : html`<p class="said" role="alert">${this.refused}</p>`}
    `;
  }

  #siren(isPast: boolean): TemplateResult {
    void import('../components/siren-test.ts');
    return html`<sec-siren-test .house=${this.house} .disabled=${isPast}></sec-siren-test>`;
  }

  #signOut(): TemplateResult {
    return html`<button class="big quiet" @click=${this.#leave}>Sign out</button>`;
  }

  #restart(startedAt: string | null, isPast: boolean): TemplateResult {
    const isUnderWay = this.restartedFrom !== null && this.restartedFrom === startedAt;
    const isBack = this.restartedFrom !== null && !isUnderWay;
    return html`<h2>Restart</h2>
      <div class="card restart">
        <p class="soft">The hub stops and starts again, in the same mode. Doors are not watched for some
          seconds; what changed meanwhile is noticed afterwards.</p>
        <button ?disabled=${isPast || isUnderWay || startedAt === null}
          @click=${() => {
            this.isAsking = true;
          }}>${isUnderWay ? 'Restarting…' : 'Restart the hub'}</button>
        <p class="soft" role="status">${
          isUnderWay
            ? 'The hub restarts. This screen comes back by itself.'
            : isBack
              ? 'The hub is back.'
              : isPast
                ? 'The house is out of reach: nothing can be asked of it.'
                : nothing
        }</p>
      </div>
      ${
        this.isAsking
          ? html`<sec-confirm-sheet heading="Restart the hub?" confirm="Restart now" cancel="Not now"
              text="Doors are not watched for some seconds. The mode stays as it is."
              @confirmed=${() => this.#askRestart(startedAt)}
              @cancelled=${() => {
                this.isAsking = false;
              }}></sec-confirm-sheet>`
          : nothing
      }`;
  }

  async #askRestart(startedAt: string | null): Promise<void> {
    this.isAsking = false;
    this.refused = null;
    try {
      await this.house.restart();
      this.restartedFrom = startedAt;
    } catch (error) {
      this.refused = refusalWords(error);
    }
  }

  #leave = async () => {
    try {
      await this.house.signOut();
    } catch (error) {
      this.refused = refusalWords(error);
    }
  };
}

customElements.define('sec-house-view', HouseView);
