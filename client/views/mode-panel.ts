import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Blocker, Mode, ModeRequest, Profile, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { KeepFocus } from '../components/keep-focus.ts';
import '../components/mode-control.ts';
import '../components/profile-control.ts';
import { hasCode } from '../data/api-error.ts';
import { stillAgainst } from '../data/blockers.ts';
import type { House } from '../data/house.ts';
import { cancelWords, leavingMeans, modeName, modeWords, profileTitle } from '../words/mode.ts';
import { refusalWords } from '../words/refusal.ts';

/**
 * Changes the mode: asks before ALERT is left, and when ALERT is blocked. While somebody leaves it has
 * two buttons in its place, and while somebody has come in the one that disarms. What is slotted stands beneath.
 *
 * Properties: `house`, `status`; `reason`, why nothing can be changed now, or null.
 */
export class ModePanel extends LitElement {
  static override properties = {
    house: { attribute: false },
    status: { attribute: false },
    reason: { attribute: false },
    pending: { state: true },
    leaving: { state: true },
    blocked: { state: true },
    isChoosing: { state: true },
    said: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host(:focus) { outline: none; }
      sec-profile-control { margin-bottom: 8px; }
      p { font: var(--t-small); color: var(--ink-2); padding: 0 6px 8px; }
      [role='alert'] { color: var(--care); font-weight: 600; }
      .two { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
      .two .big, .disarm { min-height: 72px; border-radius: var(--r-l); }
      .disarm { font-size: 1.5rem; min-height: 96px; }
    `,
  ];
  declare house: House;
  declare status: Status | null;
  declare reason: string | null;
  declare pending: Mode | null;
  declare leaving: 'off' | 'monitor' | null;
  /** What was asked for and refused, and why. */
  declare blocked: { request: ModeRequest; blockers: readonly Blocker[] } | null;
  /** What is to be left out, or armed later. */
  declare isChoosing: boolean;
  declare said: string;
  declare refused: string | null;

  constructor() {
    super();
    new KeepFocus(this);
    this.status = null;
    this.reason = null;
    this.pending = null;
    this.leaving = null;
    this.blocked = null;
    this.isChoosing = false;
    this.said = '';
    this.refused = null;
  }

  /** As if `mode` had been tapped. */
  choose(mode: Mode): void {
    if (!this.status || this.reason !== null || mode === this.status.mode) return;
    if (this.status.mode === 'alert' && mode !== 'alert') {
      void import('../components/confirm-sheet.ts');
      this.leaving = mode;
    } else void this.change({ mode, ...this.#last() });
  }

  protected override render(): TemplateResult {
    const phase = this.status?.alarm.state;
    return html`
      ${this.reason === null ? nothing : html`<p>${this.reason}</p>`}
      ${this.refused === null ? nothing : html`<p role="alert">${this.refused}</p>`}
      ${phase === 'arming' ? this.#onTheWay() : phase === 'pending' ? this.#disarm() : this.#choices()}
      <slot></slot>
      <span class="hidden-words" role="status">${this.said}</span>
      ${this.leaving ? this.#confirmation(this.leaving) : nothing}
      ${this.blocked ? this.#blockers(this.blocked) : nothing}
      ${this.isChoosing ? this.#sheet() : nothing}
    `;
  }

  /** Alert as it was last: nobody should have to choose twice. */
  #last(): Pick<ModeRequest, 'profile'> {
    const { lastProfile } = this.house.status.value;
    return this.status?.mode !== 'alert' && lastProfile ? { profile: lastProfile } : {};
  }

  #choices(): TemplateResult {
    const { profile } = this.#last();
    return html`${this.#profiles()}
      <sec-mode-control .mode=${this.status?.mode ?? null} .pending=${this.pending}
        .alertHint=${profile ? profileTitle[profile].toLowerCase() : null}
        .disabled=${this.reason !== null || !this.status}
        @mode-chosen=${(event: CustomEvent<Mode>) => this.choose(event.detail)}></sec-mode-control>`;
  }

  #onTheWay(): TemplateResult {
    const isOff = this.reason !== null || this.pending !== null;
    const profile = this.status?.profile ?? 'away';
    const before = this.status?.alarm.before;
    return html`<div class="two">
      <button class="big" ?disabled=${isOff} @click=${() => this.#cancel(before)}>${cancelWords(before)}</button>
      <button class="big primary" ?disabled=${isOff}
        @click=${() => this.change({ mode: 'alert', profile, now: true })}>Arm now</button>
    </div>`;
  }

  #disarm(): TemplateResult {
    return html`<button class="big primary disarm" ?disabled=${this.reason !== null || this.pending !== null}
      @click=${() => this.change({ mode: 'monitor' })}>Disarm</button>`;
  }

  #confirmation(mode: 'off' | 'monitor'): TemplateResult {
    return html`<sec-confirm-sheet heading="Leave Alert?" text=${leavingMeans[mode]}
      confirm="Switch to ${modeName[mode]}" cancel="Stay in Alert"
      @confirmed=${() => {
        this.leaving = null;
        void this.change({ mode });
      }}
      @cancelled=${() => {
        this.leaving = null;
      }}></sec-confirm-sheet>`;
  }

  /** Not while an incident is open: then there are two choices, and nothing beside them. */
  #profiles(): TemplateResult | typeof nothing {
    const isAlert = this.status?.mode === 'alert';
    const incident = this.status?.incident ?? null;
    if (isAlert && incident !== null && incident.acknowledgedBy === null) return nothing;
    return html`<sec-profile-control .profile=${this.status?.profile ?? null} .isArming=${!isAlert}
      .disabled=${this.reason !== null || this.pending !== null || !this.status}
      @profile-chosen=${({ detail: profile }: CustomEvent<Profile>) => {
        if (profile !== this.status?.profile) void this.change({ mode: 'alert', profile });
      }}
      @more=${() => {
        void import('./arm-sheet.ts');
        this.isChoosing = true;
      }}></sec-profile-control>`;
  }

  #sheet(): TemplateResult {
    const close = ({ detail }: CustomEvent<ModeRequest | null>) => {
      this.isChoosing = false;
      if (detail) void this.change(detail);
    };
    return html`<sec-arm-sheet .house=${this.house} @closed=${close} @arm=${close}></sec-arm-sheet>`;
  }

  #blockers({ request, blockers }: NonNullable<ModePanel['blocked']>): TemplateResult {
    const answer = (next: ModeRequest | null) => () => {
      this.blocked = null;
      if (next) void this.change(next);
    };
    const without = () => {
      const left = stillAgainst(blockers, this.status?.sensors ?? []).map(({ sensor }) => sensor);
      answer({ ...request, bypass: [...(request.bypass ?? []), ...left] })();
    };
    return html`<sec-blockers-sheet .house=${this.house} .blockers=${blockers}
      @retry=${answer(request)}
      @bypass=${without}
      @cancelled=${answer(null)}></sec-blockers-sheet>`;
  }

  /** As if nobody had armed; what was before is the hub's to know. */
  #cancel(before: Mode | undefined): Promise<void> {
    return this.#ask(before ?? 'monitor', () => this.house.order('DELETE', '/api/arming'));
  }

  change(request: ModeRequest): Promise<void> {
    return this.#ask(request.mode, () => this.house.setMode(request), request);
  }

  async #ask(mode: Mode, work: () => Promise<void>, request?: ModeRequest): Promise<void> {
    this.pending = mode;
    this.refused = null;
    try {
      await work();
      const { status } = this.house.status.value;
      // Whoever leaves hears how long it takes instead.
      const isSaid = status && status.alarm.state !== 'arming';
      this.said = isSaid ? `Mode is now ${modeWords(status)}.` : '';
    } catch (error) {
      if (request && hasCode(error, 'blocked')) {
        // Few need it, and whoever does has just heard from the hub.
        void import('../components/blockers-sheet.ts');
        this.blocked = { request, blockers: error.blockers };
      } else this.refused = refusalWords(error);
    } finally {
      this.pending = null;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sec-mode-panel': ModePanel;
  }
}

customElements.define('sec-mode-panel', ModePanel);
