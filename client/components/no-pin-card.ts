import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { cardLink } from './card-link.ts';
import { icon } from './icon.ts';

/** Says in time that the house will ask for what this person does not have. */
export class NoPinCard extends LitElement {
  static override styles = [baseStyles, cardLink];

  protected override render(): TemplateResult {
    return html`<a href="/house/phone">${icon('care')}
      <span><b>This house asks for a PIN to disarm, and you have none.</b> Set it now, not at the door.</span>
      ${icon('forward', 20)}</a>`;
  }
}

customElements.define('sec-no-pin-card', NoPinCard);
