import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IncidentMark } from '../../server/protocol.ts';
import { MARKS, markName } from '../words/incident.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * What an alarm turned out to be. A second tap takes the choice back.
 *
 * Properties: `mark`; `by`, who chose it; `disabled`. Events: `marked` with the mark or null.
 */
export class MarkChoice extends LitElement {
  static override properties = {
    mark: { attribute: false },
    by: { attribute: false },
    disabled: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      div { display: flex; flex-wrap: wrap; gap: 8px; }
      button { border-radius: 24px; border: 1.5px solid var(--line); background: var(--card); padding: 0 16px; }
      [aria-pressed='true'] { background: var(--calm-soft); border-color: currentColor; color: var(--calm); font-weight: 650; padding-left: 12px; }
      p { font: var(--t-small); color: var(--ink-2); margin: 8px 2px 0; min-height: 1.35em; }
    `,
  ];
  declare mark: IncidentMark | null;
  declare by: string | null;
  declare disabled: boolean;

  constructor() {
    super();
    this.mark = null;
    this.by = null;
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    const { mark, by } = this;
    return html`<div role="group" aria-label="What was it?">
        ${MARKS.map(one => this.#button(one))}
      </div>
      <p>${
        mark === null
          ? 'One tap, so that the family knows what to make of it.'
          : `${by === null ? 'Marked' : `Said by ${by}`}. Tap it again to take it back.`
      }</p>`;
  }

  #button(mark: IncidentMark): TemplateResult {
    const isChosen = mark === this.mark;
    return html`<button aria-pressed=${isChosen} ?disabled=${this.disabled}
      @click=${() => this.#tell(isChosen ? null : mark)}>
      ${isChosen ? icon('done', 20) : nothing} ${markName[mark]}</button>`;
  }

  #tell(detail: IncidentMark | null): void {
    this.dispatchEvent(new CustomEvent<IncidentMark | null>('marked', { detail }));
  }
}

customElements.define('sec-mark-choice', MarkChoice);
