import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SignedIn } from '../../server/protocol.ts';
import { agentWords, signedInWords } from '../words/agent.ts';
import { nearTime } from '../words/time.ts';
import { baseStyles } from './base-styles.ts';

/**
 * Where somebody is signed in without a certificate.
 *
 * Properties: `sessions`, `nowMs`, `timeZone`; `isOff`, when none can be ended now.
 * Events: `ended` with the session; `others-ended`.
 */
export class SignInList extends LitElement {
  static override properties = {
    sessions: { attribute: false },
    nowMs: { attribute: false },
    timeZone: { attribute: false },
    isOff: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li { display: grid; grid-template-columns: 1fr auto; gap: 12px; align-items: center; padding: 12px 0; font: var(--t-label); min-height: 64px; }
      li + li { border-top: 1px solid var(--line); }
      small { display: block; color: var(--ink-2); }
      b { color: var(--calm); }
      .note { padding: 18px 16px; color: var(--ink-2); font: var(--t-label); }
      .all { width: 100%; margin-top: 8px; }
    `,
  ];
  declare sessions: readonly SignedIn[];
  declare nowMs: number;
  declare timeZone: string;
  declare isOff: boolean;

  constructor() {
    super();
    this.sessions = [];
    this.nowMs = 0;
    this.timeZone = 'UTC';
    this.isOff = false;
  }

  protected override render(): TemplateResult {
    const { sessions } = this;
    if (sessions.length === 0) {
      return html`<p class="card note">Nowhere. Only the certificate lets you in.</p>`;
    }
    return html`<ul class="card">${sessions.map(session => this.#row(session))}</ul>
      ${
        sessions.some(({ isThis }) => !isThis)
          ? html`<button class="all" ?disabled=${this.isOff}
              @click=${() => this.dispatchEvent(new CustomEvent('others-ended'))}>Sign out everywhere else</button>`
          : nothing
      }`;
  }

  #row(session: SignedIn): TemplateResult {
    const agent = agentWords(session.agent);
    const seen = nearTime(session.seenAt, this.nowMs, this.timeZone);
    return html`<li>
      <span>${agent}${session.isThis ? html` <b>· this one</b>` : nothing}
        <small>${signedInWords(session)}, here ${seen}</small></span>
      ${
        session.isThis
          ? nothing
          : html`<button ?disabled=${this.isOff} aria-label="End ${agent}, ${signedInWords(session)}"
              @click=${() => this.dispatchEvent(new CustomEvent<SignedIn>('ended', { detail: session }))}>End</button>`
      }
    </li>`;
  }
}

customElements.define('sec-sign-in-list', SignInList);
