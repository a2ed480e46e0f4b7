import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Status } from '../../server/protocol.ts';
import type { House } from '../data/house.ts';
import { endPractice } from '../data/practice.ts';
import { practiceWords } from '../words/practice.ts';
import { baseStyles } from './base-styles.ts';
import { CommandController } from './command-controller.ts';

/**
 * Goes with every screen while nothing of an alarm leaves the house.
 *
 * Properties: `house`; `practice`; `canEnd`, whether this person may end it.
 */
export class PracticeBar extends LitElement {
  static override properties = {
    house: { attribute: false },
    practice: { attribute: false },
    canEnd: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      div { display: flex; gap: 10px; align-items: center; justify-content: space-between; padding: 4px 4px 4px 14px; margin-bottom: 8px; border: 2px dashed currentColor; border-radius: var(--r-m); background: var(--care-soft); color: var(--care); font: var(--t-label); }
      b { letter-spacing: 0.05em; }
      button { flex: none; background: var(--card); color: var(--ink); }
      div p { min-height: var(--touch); align-content: center; }
    `,
  ];
  declare house: House;
  declare practice: NonNullable<Status['practice']>;
  declare canEnd: boolean;

  #command = new CommandController(this);

  constructor() {
    super();
    this.canEnd = false;
  }

  protected override render(): TemplateResult {
    const timeZone = this.house.status.value.status?.timeZone ?? 'UTC';
    const { refused, isBusy } = this.#command;
    return html`<div role="status" aria-label="Practice">
      <p>${refused ?? html`<b>PRACTICE</b> ${practiceWords(this.practice.until, timeZone)}`}</p>
      ${
        this.canEnd
          ? html`<button ?disabled=${isBusy} @click=${() => this.#command.run(() => endPractice(this.house))}>End now</button>`
          : nothing
      }
    </div>`;
  }
}

customElements.define('sec-practice-bar', PracticeBar);
