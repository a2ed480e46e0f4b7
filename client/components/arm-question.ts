import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Profile } from '../../server/protocol.ts';
import { profileTitle } from '../words/mode.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * The house has asked, by a message that was tapped, whether to arm.
 *
 * Properties: `profile`; `disabled`.
 * Events: `confirmed`, `cancelled`.
 */
export class ArmQuestion extends LitElement {
  static override properties = { profile: { attribute: false }, disabled: { type: Boolean } };
  static override styles = [
    baseStyles,
    css`
      section { background: var(--calm-soft); border-radius: var(--r-m); padding: 16px; margin-bottom: 18px; }
      .head { display: grid; grid-template-columns: 24px 1fr; gap: 12px; margin-bottom: 12px; color: var(--calm); }
      .two { display: grid; grid-template-columns: 1fr 1fr; gap: 10px; }
    `,
  ];
  declare profile: Profile;
  declare disabled: boolean;

  constructor() {
    super();
    this.profile = 'away';
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    const title = profileTitle[this.profile];
    return html`<section aria-label="The house asks">
      <p class="head">${icon('alert')}<b>Arm ${title}?</b></p>
      <div class="two">
        <button class="big" @click=${() => this.#answer('cancelled')}>Not now</button>
        <button class="big primary" ?disabled=${this.disabled}
          @click=${() => this.#answer('confirmed')}>Arm ${title}</button>
      </div>
    </section>`;
  }

  #answer(type: 'confirmed' | 'cancelled'): void {
    this.dispatchEvent(new CustomEvent(type));
  }
}

customElements.define('sec-arm-question', ArmQuestion);
