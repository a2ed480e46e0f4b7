import { css, html, LitElement, type TemplateResult } from 'lit';
import { count } from '../words/settings.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * What is not saved yet, always within reach.
 *
 * Properties: `changes`, how many; `wrong`, how much must be put right first; `disabled`.
 * Events: `check-wanted`, `discard-wanted`.
 */
export class SettingsBar extends LitElement {
  static override properties = {
    changes: { attribute: false },
    wrong: { attribute: false },
    disabled: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      :host { position: fixed; z-index: 2; left: 0; right: 0; bottom: calc(var(--tabs) + var(--foot)); background: var(--paper); border-top: 1px solid var(--line); padding: 10px var(--edge); }
      .row { display: flex; gap: 8px; max-width: 560px; margin: 0 auto; }
      .primary { flex: 1; min-width: 0; padding: 6px 12px; }
      @media (min-width: 900px) { :host { left: 120px; bottom: 0; padding: 12px 48px; } }
    `,
  ];
  declare changes: number;
  declare wrong: number;
  declare disabled: boolean;

  constructor() {
    super();
    this.changes = 0;
    this.wrong = 0;
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    const { changes, wrong, disabled } = this;
    return html`<div class="row" role="group" aria-label="Not saved yet">
      <button class="primary" ?disabled=${disabled} @click=${() => this.dispatchEvent(new CustomEvent('check-wanted'))}>
        ${wrong > 0 ? icon('care', 20) : ''}
        ${count(changes, 'change')} · ${wrong > 0 ? `${wrong} to put right` : 'Check and save'}
      </button>
      <button @click=${() => this.dispatchEvent(new CustomEvent('discard-wanted'))}>Discard</button>
    </div>`;
  }
}

customElements.define('sec-settings-bar', SettingsBar);
