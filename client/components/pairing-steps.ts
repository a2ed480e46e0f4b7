import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { PairingProgress } from '../../server/protocol.ts';
import { nextStep, PAIRING_STEPS, type PairingStep } from '../data/pairing-steps.ts';
import { ownStepHelp, stepWords } from '../words/pairing.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/** How far a phone got, and what helps with the next step. Properties: `progress`; `isOwn`, on itself. */
export class PairingSteps extends LitElement {
  static override properties = { progress: { attribute: false }, isOwn: { attribute: false } };
  static override styles = [
    baseStyles,
    css`
      li { display: grid; grid-template-columns: 24px 1fr; gap: 12px; padding: 10px 0; }
      li + li { border-top: 1px solid var(--line); }
      b { font: var(--t-label); color: var(--ink-2); }
      p { font: var(--t-small); color: var(--ink-2); margin-top: 4px; }
      svg { color: var(--ink-3); }
      .done svg { color: var(--calm); }
      .now b { color: var(--ink); font-weight: 650; }
      .now svg { color: var(--watch); }
    `,
  ];
  declare progress: PairingProgress | null;
  declare isOwn: boolean;

  constructor() {
    super();
    this.progress = null;
    this.isOwn = false;
  }

  protected override render(): TemplateResult {
    const next = nextStep(this.progress);
    const at = next === null ? PAIRING_STEPS.length : PAIRING_STEPS.indexOf(next);
    return html`<ol aria-label="How far the phone got">
        ${PAIRING_STEPS.map((step, index) => this.#step(step, index < at, index === at))}
      </ol>
      <span class="hidden-words" role="status">${at > 0 ? doneWords(at) : ''}</span>`;
  }

  #step(step: PairingStep, isDone: boolean, isNext: boolean): TemplateResult {
    const { title, help } = stepWords[step];
    return html`<li class=${isDone ? 'done' : isNext ? 'now' : ''} data-step=${step}
      aria-current=${isNext ? 'step' : nothing}>
      ${icon(isDone ? 'done' : isNext ? 'clock' : 'todo')}
      <div><b>${title}<span class="hidden-words">: ${isDone ? 'done' : 'not yet'}</span></b>
        ${isNext ? html`<p>${this.isOwn && step === 'root' ? ownStepHelp : help}</p>` : nothing}</div>
    </li>`;
  }
}

function doneWords(count: number): string {
  const step = PAIRING_STEPS[count - 1];
  return step ? `${stepWords[step].title}.` : '';
}

customElements.define('sec-pairing-steps', PairingSteps);
