import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Profile } from '../../server/protocol.ts';
import { PROFILES, profileTitle } from '../words/mode.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';
import { moveFocus } from './move-focus.ts';

/**
 * Which sensors ALERT goes by: one of three while it is on, and while it is not, three buttons that
 * each switch it on, beside one for what few want.
 *
 * Properties: `profile`, the hub's; `isArming`, it is not on yet; `disabled`.
 * Events: `profile-chosen` with the profile; `more`.
 */
export class ProfileControl extends LitElement {
  static override properties = {
    profile: { attribute: false },
    isArming: { attribute: false },
    disabled: { type: Boolean },
  };
  static override styles = [
    baseStyles,
    css`
      div { display: flex; gap: 8px; }
      button { flex: 1; border-radius: 24px; border: 1.5px solid var(--line); background: var(--paper); color: var(--ink-2); padding: 0 4px; gap: 5px; white-space: nowrap; }
      [aria-checked='true'] { background: var(--calm-soft); border-color: currentColor; color: var(--calm); font-weight: 650; }
      .more { flex: 0 0 48px; padding: 0; }
    `,
  ];
  declare profile: Profile | null;
  declare isArming: boolean;
  declare disabled: boolean;

  constructor() {
    super();
    this.profile = null;
    this.isArming = false;
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    return this.isArming ? this.#buttons() : this.#radios();
  }

  #buttons(): TemplateResult {
    return html`<div role="group" aria-label="Switch Alert on">
      ${PROFILES.map(
        profile => html`<button aria-disabled=${this.disabled} @click=${() => this.#choose(profile)}>
          ${icon('alert', 20)}${profileTitle[profile]}</button>`,
      )}
      <button class="more" aria-label="Leave out or arm later" aria-disabled=${this.disabled}
        @click=${this.#more}>${icon('more')}</button>
    </div>`;
  }

  #radios(): TemplateResult {
    return html`<div role="radiogroup" aria-label="Profile" aria-disabled=${this.disabled}
      @keydown=${(event: KeyboardEvent) => moveFocus(event, this.renderRoot)}>
      ${PROFILES.map(
        profile => html`<button role="radio" aria-checked=${profile === this.profile}
          aria-disabled=${this.disabled} tabindex=${profile === (this.profile ?? 'away') ? 0 : -1}
          @click=${() => this.#choose(profile)}>${profileTitle[profile]}</button>`,
      )}
    </div>`;
  }

  #more = () => {
    if (!this.disabled) this.dispatchEvent(new CustomEvent('more'));
  };

  #choose(profile: Profile): void {
    if (this.disabled) return;
    this.dispatchEvent(new CustomEvent<Profile>('profile-chosen', { detail: profile }));
  }
}

customElements.define('sec-profile-control', ProfileControl);
