import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Profile } from '../../server/protocol.ts';
import { PROFILES, profileTitle } from '../words/mode.ts';
import { baseStyles } from './base-styles.ts';
import { moveFocus } from './move-focus.ts';

/**
 * Which sensors ALERT goes by.
 *
 * Properties: `profile`, the hub's; `disabled`.
 * Events: `profile-chosen` with the profile.
 */
export class ProfileControl extends LitElement {
  static override properties = { profile: { attribute: false }, disabled: { type: Boolean } };
  static override styles = [
    baseStyles,
    css`
      div { display: flex; gap: 8px; }
      button { flex: 1; border-radius: 24px; border: 1.5px solid var(--line); background: var(--paper); color: var(--ink-2); padding: 0 8px; }
      [aria-checked='true'] { background: var(--calm-soft); border-color: currentColor; color: var(--calm); font-weight: 650; }
    `,
  ];
  declare profile: Profile | null;
  declare disabled: boolean;

  constructor() {
    super();
    this.profile = null;
    this.disabled = false;
  }

  protected override render(): TemplateResult {
    return html`<div role="radiogroup" aria-label="Profile" aria-disabled=${this.disabled}
      @keydown=${(event: KeyboardEvent) => moveFocus(event, this.renderRoot)}>
      ${PROFILES.map(
        profile => html`<button role="radio" aria-checked=${profile === this.profile}
          aria-disabled=${this.disabled} tabindex=${profile === (this.profile ?? 'away') ? 0 : -1}
          @click=${() => this.#choose(profile)}>${profileTitle[profile]}</button>`,
      )}
    </div>`;
  }

  #choose(profile: Profile): void {
    if (this.disabled) return;
    this.dispatchEvent(new CustomEvent<Profile>('profile-chosen', { detail: profile }));
  }
}

customElements.define('sec-profile-control', ProfileControl);
