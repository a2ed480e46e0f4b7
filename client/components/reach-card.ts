import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Reach, ReachRow } from '../../server/protocol.ts';
import { needsCare, standingOf, textStanding } from '../data/reach-standing.ts';
import { adviceFor, personWord, rowNote } from '../words/reach.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';
import { reachWays, standingIcon } from './reach-ways.ts';

/** How far a test text came: sent, and then what somebody says of it. */
export type TextTest = 'sent' | 'arrived' | 'lost';

/**
 * One person or number, and what proves that an alarm finds them.
 *
 * Properties: `row`, `reach` (the whole), `isOwn`; `canTest`, whether texts to them may be tried;
 * `test`, how far such a text came, or null; `disabled`; `nowMs`, `timeZone`.
 * Events: `text-test`, `text-arrived`, `text-lost`, `push-test`.
 */
export class ReachCard extends LitElement {
  static override properties = {
    row: { attribute: false },
    reach: { attribute: false },
    isOwn: { attribute: false },
    canTest: { attribute: false },
    test: { attribute: false },
    disabled: { attribute: false },
    nowMs: { attribute: false },
    timeZone: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 14px 16px; margin-bottom: var(--gap); }
      .wanting { background: var(--care-soft); }
      header { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; justify-content: space-between; }
      h2 { font: var(--t-title); color: var(--ink); margin: 0; overflow-wrap: anywhere; }
      em { font: var(--t-label); font-style: normal; font-weight: 650; display: inline-flex; gap: 5px; align-items: center; }
      .proven { color: var(--calm); }
      .likely { color: var(--watch); }
      .broken, .none { color: var(--care); }
      .off { color: var(--ink-2); }
      small { display: block; color: var(--ink-2); }
      .way { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: 12px; padding-top: 12px; font: var(--t-label); }
      .way > svg { color: var(--ink-2); }
      .way b { font-weight: 600; overflow-wrap: anywhere; }
      .way em { margin-top: 2px; font-weight: 600; }
      .way p { font: var(--t-small); color: var(--ink-2); margin-top: 3px; overflow-wrap: anywhere; }
      .advice { margin-top: 12px; font: var(--t-label); }
      .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
      .wanting button { background: var(--card); }
      .asked { margin-top: 12px; font: var(--t-label); }
    `,
  ];
  declare row: ReachRow;
  declare reach: Reach;
  declare isOwn: boolean;
  declare canTest: boolean;
  declare test: TextTest | null;
  declare disabled: boolean;
  declare nowMs: number;
  declare timeZone: string;

  constructor() {
    super();
    this.isOwn = false;
    this.canTest = false;
    this.test = null;
    this.disabled = false;
    this.nowMs = 0;
    this.timeZone = 'UTC';
  }

  /** What failed is no longer asked about: the line says so. */
  get #openTest(): TextTest | null {
    const { row, reach, nowMs } = this;
    const isFailed = row.sms !== null && textStanding(row.sms, reach, nowMs) === 'broken';
    return this.test === 'sent' && isFailed ? null : this.test;
  }

  protected override render(): TemplateResult {
    const { row, reach, nowMs } = this;
    const isWanting = needsCare(row, reach, nowMs);
    const standing = standingOf(row, reach, nowMs);
    const note = rowNote(row);
    return html`<section class="card ${isWanting ? 'wanting' : ''}" aria-labelledby="name">
      <header>
        <h2 id="name">${row.name}${this.isOwn ? ' (you)' : ''}</h2>
        <em class=${isWanting ? 'broken' : standing}>${icon(isWanting ? 'care' : standingIcon(standing), 20)}
          ${personWord(row, reach, nowMs)}</em>
      </header>
      ${note === '' ? nothing : html`<small>${note}</small>`}
      ${row.isOff ? nothing : reachWays(row, reach, nowMs, this.timeZone)}
      ${adviceFor(row, reach, nowMs, this.isOwn).map(text => html`<p class="advice">${text}</p>`)}
      <div role="status">${this.#asked()}</div>
      ${this.#buttons()}
    </section>`;
  }

  #asked(): TemplateResult | typeof nothing {
    switch (this.#openTest) {
      case null:
        return nothing;
      case 'sent':
        return html`<p class="asked">A test text is on its way. Did it arrive?</p>`;
      case 'arrived':
        return html`<p class="asked">Good: that is noted.</p>`;
      case 'lost':
        return html`<p class="asked">Wait two minutes. If it still is not there: is the number right, has the
          phone signal, is its message store full? “The hub” below says whether the company has trouble.</p>`;
    }
  }

  #buttons(): TemplateResult | typeof nothing {
    const { row, reach, disabled } = this;
    const test = this.#openTest;
    const canText =
      this.canTest && !row.isOff && row.sms?.isOn === true && reach.sms.provider !== null;
    const canPush = this.isOwn && reach.push.isConfigured && row.push.length > 0;
    if (!canText && !canPush) return nothing;
    const tell = (kind: string) => () => this.dispatchEvent(new CustomEvent(kind));
    return html`<div class="buttons">
      ${
        canText && (test === 'sent' || test === 'lost')
          ? html`<button ?disabled=${disabled} @click=${tell('text-arrived')}>It arrived</button>
              ${test === 'sent' ? html`<button ?disabled=${disabled} @click=${tell('text-lost')}>It did not</button>` : nothing}`
          : nothing
      }
      ${canText && test !== 'sent' ? html`<button ?disabled=${disabled} @click=${tell('text-test')}>Send a test text</button>` : nothing}
      ${canPush ? html`<button ?disabled=${disabled} @click=${tell('push-test')}>Test this phone’s notifications</button>` : nothing}
    </div>`;
  }
}

customElements.define('sec-reach-card', ReachCard);
