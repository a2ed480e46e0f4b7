import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { leftWords, urgencyOf } from '../words/device.ts';
import { baseStyles } from './base-styles.ts';
import { cardLink } from './card-link.ts';
import { icon } from './icon.ts';

/** Says in time that this phone's certificate ends. Properties: `expiresAt`, null for none; `nowMs`. */
export class ExpiryCard extends LitElement {
  static override properties = { expiresAt: { attribute: false }, nowMs: { attribute: false } };
  static override styles = [baseStyles, cardLink];
  declare expiresAt: string | null;
  declare nowMs: number;

  constructor() {
    super();
    this.expiresAt = null;
    this.nowMs = 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.expiresAt === null) return nothing;
    const urgency = urgencyOf(this.expiresAt, this.nowMs);
    if (urgency === 'none') return nothing;
    const end = urgency === 'over' ? 'has ended' : `ends ${leftWords(this.expiresAt, this.nowMs)}`;
    return html`<a href="/house/phone">${icon('clock')}
      <span><b>This phone’s certificate ${end}.</b> ${urgency === 'last' ? 'Renew it now.' : 'Renew it.'}</span>
      ${icon('forward', 20)}</a>`;
  }
}

customElements.define('sec-expiry-card', ExpiryCard);
