import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from '../components/base-styles.ts';
import '../components/hold-button.ts';
import type { House } from '../data/house.ts';
import './panic-sheet.ts';

/**
 * The way to call for help: held, it does so; tapped, it says what it would do. Property: `house`;
 * `disabled`, nothing can be asked of the house.
 */
export class PanicPart extends LitElement {
  static override properties = {
    house: { attribute: false },
    disabled: { attribute: false },
    sheet: { state: true },
  };
  static override styles = [baseStyles, css`:host { display: block; }`];
  declare house: House;
  declare disabled: boolean;
  /** `called`: help is called as it opens. */
  declare sheet: 'asking' | 'called' | null;

  constructor() {
    super();
    this.disabled = false;
    this.sheet = null;
  }

  protected override render(): TemplateResult {
    return html`<sec-hold-button label="Help" name="Call for help. Hold, or tap to read what it does" drawing="help"
        .disabled=${this.disabled} @held=${() => this.#open('called')} @tapped=${() => this.#open('asking')}></sec-hold-button>
      ${
        this.sheet === null
          ? nothing
          : html`<sec-panic-sheet .house=${this.house} .isCalled=${this.sheet === 'called'} @closed=${() => {
              this.sheet = null;
            }}></sec-panic-sheet>`
      }`;
  }

  #open(sheet: 'asking' | 'called'): void {
    this.sheet = sheet;
  }
}

customElements.define('sec-panic-part', PanicPart);
