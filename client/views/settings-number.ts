import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import { type Range, stepFrom } from '../data/settings-rules.ts';
import { secondsWords } from '../words/settings.ts';
import { formStyles } from './form-styles.ts';

/**
 * A whole number to write, or to reach by taps. It takes what is written when the field is left, so that
 * nothing is called wrong while somebody still types.
 *
 * Properties: `label`; `hint`; `unit`, `s` for seconds, which are also said in minutes; `range`; `value`, not a
 * number when what was written is none; `wrong`, what is wrong with it; `disabled`.
 * Events: `chosen` with the number, or NaN.
 */
export class SettingsNumber extends LitElement {
  static override properties = {
    label: {},
    hint: {},
    unit: {},
    range: { attribute: false },
    value: { attribute: false },
    wrong: { attribute: false },
    disabled: { type: Boolean },
    text: { state: true },
  };
  static override styles = [
    baseStyles,
    formStyles,
    css`
      .top { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; }
      .top label { font-weight: 600; color: var(--ink); }
      .row { display: grid; grid-template-columns: var(--touch) minmax(0, 1fr) var(--touch); gap: 8px; }
      .row button { padding: 0; font-size: 1.375rem; }
      .written { position: relative; }
      .written input { text-align: center; }
      .unit { position: absolute; right: 14px; top: 0; bottom: 0; display: grid; align-content: center; color: var(--ink-2); pointer-events: none; }
      small { color: var(--ink-2); }
      input:disabled { background: var(--sunk); color: var(--ink-2); -webkit-text-fill-color: var(--ink-2); opacity: 1; }
    `,
  ];
  declare label: string;
  declare hint: string;
  declare unit: string;
  declare range: Range;
  declare value: number;
  declare wrong: string | null;
  declare disabled: boolean;
  declare text: string;

  constructor() {
    super();
    this.label = '';
    this.hint = '';
    this.unit = '';
    this.value = Number.NaN;
    this.wrong = null;
    this.disabled = false;
    this.text = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What was written and is no number stays as it was written.
    if (changed.has('value') && !Object.is(read(this.text), this.value)) {
      this.text = Number.isNaN(this.value) ? '' : String(this.value);
    }
  }

  protected override render(): TemplateResult {
    const { label, hint, unit, value, wrong, disabled } = this;
    const said = [hint ? 'hint' : '', wrong === null ? '' : 'wrong'].filter(id => id !== '');
    return html`<div class="field">
      <div class="top"><label for="number">${label}</label>${
        unit === 's' && value >= 60 ? html`<span>${secondsWords(value)}</span>` : nothing
      }</div>
      <div class="row">
        <button type="button" aria-label="${label}, less" ?disabled=${disabled || value <= this.#least}
          @click=${() => this.#choose(stepFrom(this.range, value, -1))}><span aria-hidden="true">−</span></button>
        <div class="written">
          <input id="number" inputmode="numeric" autocomplete="off" .value=${this.text} ?disabled=${disabled}
            aria-invalid=${wrong === null ? nothing : 'true'} aria-describedby=${said.join(' ') || nothing}
            @change=${this.#write} @keydown=${this.#step}>
          ${unit ? html`<span class="unit" aria-hidden="true">${unit}</span>` : nothing}
        </div>
        <button type="button" aria-label="${label}, more" ?disabled=${disabled || value >= this.range.max}
          @click=${() => this.#choose(stepFrom(this.range, value, 1))}><span aria-hidden="true">+</span></button>
      </div>
      ${hint ? html`<small id="hint">${hint}</small>` : nothing}
      ${wrong === null ? nothing : html`<p class="wrong" role="alert" id="wrong">${wrong}</p>`}
    </div>`;
  }

  get #least(): number {
    return this.range.hasZero ? 0 : this.range.min;
  }

  #write = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    this.text = target.value;
    this.#choose(read(this.text));
  };

  #step = (event: KeyboardEvent) => {
    const direction = { ArrowUp: 1 as const, ArrowDown: -1 as const }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    this.#choose(stepFrom(this.range, this.value, direction));
  };

  #choose(number: number): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: number }));
  }
}

/** NaN for what is no whole number. */
function read(text: string): number {
  const digits = text.trim();
  return /^\d{1,9}$/.test(digits) ? Number(digits) : Number.NaN;
}

customElements.define('sec-settings-number', SettingsNumber);
