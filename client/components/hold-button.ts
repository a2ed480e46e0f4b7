import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { type IconName, icon } from './icon.ts';

/** Long enough not to happen by itself, short enough for somebody in fear. */
const HOLD_MS = 1_500;

/**
 * A button that does something only when it is held, by finger, mouse, Enter or the space bar. A short
 * tap, which is all that a screen reader can give, says `tapped` instead. When what it says, or whether it
 * may be pressed, changes under a hand, nothing comes of that hold.
 *
 * Properties: `label`; `name`, what it is called when that says more than the label; `drawing`, an icon;
 * `disabled`. Events: `held`, `tapped`.
 */
export class HoldButton extends LitElement {
  static override properties = {
    label: {},
    name: {},
    drawing: {},
    disabled: { type: Boolean },
    isHeld: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      button { position: relative; overflow: hidden; isolation: isolate; width: 100%; touch-action: none; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; background: none; color: var(--alarm); border: 2px solid currentColor; border-radius: 24px; padding: 0 14px; font-weight: 650; }
      :host(.tall) button { min-height: 96px; border-radius: var(--r-l); font: 600 1.25rem/1.2 var(--font); }
      button::before { content: ''; position: absolute; z-index: -1; inset: 0; background: var(--alarm-soft); transform: scaleX(0); transform-origin: left; }
      :host(.plain) button { color: var(--ink); min-height: 60px; border-radius: var(--r-m); font: 600 1.125rem/1.2 var(--font); }
      :host(.plain) button:disabled { color: var(--ink-2); }
      :host(.plain) button::before { background: var(--watch-soft); }
      .held::before { transform: scaleX(1); transition: transform 1500ms linear; }
      @media (prefers-reduced-motion: reduce) { .held::before { transition-timing-function: steps(3, end); } }
      @media (forced-colors: active) { .held::before { background: Highlight; } }
    `,
  ];
  declare label: string;
  declare name: string;
  declare drawing: IconName;
  declare disabled: boolean;
  declare isHeld: boolean;

  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Held to the end, or in vain: the click that follows is part of it. */
  #isSpent = false;

  constructor() {
    super();
    this.label = '';
    this.name = '';
    this.drawing = 'help';
    this.disabled = false;
    this.isHeld = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.isHeld || !(changed.has('label') || changed.has('disabled'))) return;
    // Whoever hears of it would do something else by now.
    this.#isSpent = true;
    this.#release();
  }

  protected override render(): TemplateResult {
    return html`<button class=${this.isHeld ? 'held' : ''} ?disabled=${this.disabled}
      aria-label=${this.name || this.label} @contextmenu=${(event: Event) => event.preventDefault()}
      @pointerdown=${this.#press} @pointerup=${this.#release} @pointercancel=${this.#release}
      @pointerleave=${this.#release} @blur=${this.#release} @click=${this.#click}
      @keydown=${this.#keyDown} @keyup=${this.#keyUp}>${icon(this.drawing, 20)}${this.label}</button>`;
  }

  #press = (event?: PointerEvent) => {
    if (event && event.button !== 0) return;
    this.#isSpent = false;
    this.isHeld = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isSpent = true;
      this.isHeld = false;
      this.dispatchEvent(new CustomEvent('held'));
    }, HOLD_MS);
  };

  #release = () => {
    clearTimeout(this.#timer);
    this.isHeld = false;
  };

  #click = (event: MouseEvent) => {
    const wasSpent = this.#isSpent;
    this.#isSpent = false;
    // Without a finger or a mouse it belongs to no hold, whose own click a disabled button may have lost.
    if (!wasSpent || event.detail === 0) this.#tap();
  };

  #tap(): void {
    this.dispatchEvent(new CustomEvent('tapped'));
  }

  /** A browser clicks at the first Enter, before anybody could hold it. */
  #keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (!event.repeat) this.#press();
  };

  /** Its keydown may have been elsewhere, as on what has just closed. */
  #keyUp = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    this.#isSpent = false;
    if (!this.isHeld) return;
    this.#release();
    this.#tap();
  };
}

customElements.define('sec-hold-button', HoldButton);
