import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Blocker, Mode, ModeRequest, Profile, Status } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/confirm-sheet.ts';
import '../components/mode-control.ts';
import '../components/profile-control.ts';
import { ApiError } from '../data/api-error.ts';
import type { House } from '../data/house.ts';
import { leavingMeans, modeName, modeWords } from '../words/mode.ts';
import { refusalWords } from '../words/refusal.ts';

/**
 * Changes the mode: asks before ALERT is left, and when ALERT is blocked.
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
    said: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      sec-profile-control { margin-bottom: 8px; }
      p { font: var(--t-small); color: var(--ink-2); padding: 0 6px 8px; }
      [role='alert'] { color: var(--care); font-weight: 600; }
    `,
  ];
  declare house: House;
  declare status: Status | null;
  declare reason: string | null;
  declare pending: Mode | null;
  declare leaving: 'off' | 'monitor' | null;
  /** What was asked for and refused, and why. */
  declare blocked: { request: ModeRequest; blockers: readonly Blocker[] } | null;
  declare said: string;
  declare refused: string | null;

  constructor() {
    super();
    this.status = null;
    this.reason = null;
    this.pending = null;
    this.leaving = null;
    this.blocked = null;
    this.said = '';
    this.refused = null;
  }

  /** As if `mode` had been tapped. */
  choose(mode: Mode): void {
    if (!this.status || this.reason !== null || mode === this.status.mode) return;
    if (this.status.mode === 'alert' && mode !== 'alert') this.leaving = mode;
    else void this.#change({ mode });
  }

  protected override render(): TemplateResult {
    return html`
      ${this.reason === null ? nothing : html`<p>${this.reason}</p>`}
      ${this.refused === null ? nothing : html`<p role="alert">${this.refused}</p>`}
      ${this.#profiles()}
      <sec-mode-control .mode=${this.status?.mode ?? null} .pending=${this.pending}
        .disabled=${this.reason !== null || !this.status}
        @mode-chosen=${(event: CustomEvent<Mode>) => this.choose(event.detail)}></sec-mode-control>
      <span class="hidden-words" role="status">${this.said}</span>
      ${this.leaving ? this.#confirmation(this.leaving) : nothing}
      ${this.blocked ? this.#blockers(this.blocked) : nothing}
    `;
  }

  #confirmation(mode: 'off' | 'monitor'): TemplateResult {
    return html`<sec-confirm-sheet heading="Leave Alert?" text=${leavingMeans[mode]}
      confirm="Switch to ${modeName[mode]}" cancel="Stay in Alert"
      @confirmed=${() => {
        this.leaving = null;
        void this.#change({ mode });
      }}
      @cancelled=${() => {
        this.leaving = null;
      }}></sec-confirm-sheet>`;
  }

  /** Not while an incident is open: then there are two choices, and nothing beside them. */
  #profiles(): TemplateResult | typeof nothing {
    if (this.status?.mode !== 'alert') return nothing;
    const { profile, incident } = this.status;
    if (incident !== null && incident.acknowledgedBy === null) return nothing;
    return html`<sec-profile-control .profile=${profile}
      .disabled=${this.reason !== null || this.pending !== null}
      @profile-chosen=${(event: CustomEvent<Profile>) => {
        if (event.detail !== profile) void this.#change({ mode: 'alert', profile: event.detail });
      }}></sec-profile-control>`;
  }

  #blockers({ request, blockers }: NonNullable<ModePanel['blocked']>): TemplateResult {
    const names = new Map(this.status?.sensors.map(sensor => [sensor.id, sensor.name]));
    const answer = (next: ModeRequest | null) => () => {
      this.blocked = null;
      if (next) void this.#change(next);
    };
    const bypass = [...(request.bypass ?? []), ...blockers.map(blocker => blocker.sensor)];
    return html`<sec-blockers-sheet .blockers=${blockers} .names=${names}
      @retry=${answer(request)}
      @bypass=${answer({ ...request, bypass })}
      @cancelled=${answer(null)}></sec-blockers-sheet>`;
  }

  async #change(request: ModeRequest): Promise<void> {
    this.pending = request.mode;
    this.refused = null;
    try {
      await this.house.setMode(request);
      const { status } = this.house.status.value;
      this.said = status ? `Mode is now ${modeWords(status)}.` : '';
    } catch (error) {
      if (error instanceof ApiError && error.code === 'blocked') {
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
