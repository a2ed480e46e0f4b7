import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Mode } from '../../server/protocol.ts';
import { MODES, modeHint, modeName } from '../words/mode.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';
import { moveFocus } from './move-focus.ts';

/**
 * OFF, MONITOR or ALERT in one tap.
 *
 * Properties: `mode`, the hub's; `pending`, the mode asked for and not yet answered; `disabled`;
 * `alertHint`, what ALERT would be, or null.
 * Events: `mode-chosen` with the mode, also for the one that is set.
 */
export class ModeControl extends LitElement {
  static override properties = {
    mode: { attribute: false },
    pending: { attribute: false },
    alertHint: { attribute: false },
    disabled: { type: Boolean },
  };
  static override styles = [
    baseStyles,
    css`
      div {
        display: grid; grid-template-columns: repeat(3, 1fr); gap: 4px; padding: 5px;
        background: var(--sunk); border-radius: var(--r-l);
      }
      button {
        flex-direction: column; gap: 2px; min-height: 62px; padding: 6px 2px; border-radius: 19px;
        background: none; color: var(--ink-2); position: relative;
        transition: background var(--fast), color var(--fast);
      }
      button > span { display: flex; gap: 6px; align-items: center; font: var(--t-label); }
      small { color: inherit; }
      [aria-checked='true'] { background: var(--card); box-shadow: var(--shade); }
      [aria-checked='true'] > span { font-weight: 700; }
      [aria-checked='true'][data-mode='off'] { color: var(--idle); }
      [aria-checked='true'][data-mode='monitor'] { color: var(--watch); }
      [aria-checked='true'][data-mode='alert'] { color: var(--calm); }
      .pending { outline: 2px dashed var(--ink-2); outline-offset: -3px; }
      [aria-disabled='true'] [aria-checked='true'] { box-shadow: none; }
      @media (forced-colors: active) { [aria-checked='true'] { outline: 3px solid Highlight; } }
    `,
  ];
  declare mode: Mode | null;
  declare pending: Mode | null;
  declare alertHint: string | null;
  declare disabled: boolean;

  constructor() {
    super();
    this.mode = null;
    this.pending = null;
    this.alertHint = null;
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    return html`<div role="radiogroup" aria-label="Mode" aria-busy=${this.pending !== null}
      aria-disabled=${this.disabled} @keydown=${(event: KeyboardEvent) => moveFocus(event, this.renderRoot)}>
      ${MODES.map(mode => this.#radio(mode))}
    </div>`;
  }

  #radio(mode: Mode): TemplateResult {
    const isChecked = mode === this.mode;
    const isFirstStop = isChecked || (this.mode === null && mode === 'off');
    return html`<button role="radio" data-mode=${mode} class=${mode === this.pending ? 'pending' : ''}
      aria-checked=${isChecked} aria-labelledby="name-${mode}" aria-describedby="hint-${mode}"
      aria-disabled=${this.disabled} tabindex=${isFirstStop ? 0 : -1}
      @click=${() => this.#choose(mode)}>
      <span>${icon(mode, 20)}<span id="name-${mode}">${modeName[mode]}</span></span>
      <small id="hint-${mode}">${mode === this.pending ? 'asking…' : (mode === 'alert' && this.alertHint) || modeHint[mode]}</small>
    </button>`;
  }

  #choose(mode: Mode): void {
    if (this.disabled || this.pending) return;
    this.dispatchEvent(new CustomEvent<Mode>('mode-chosen', { detail: mode }));
  }
}

customElements.define('sec-mode-control', ModeControl);
