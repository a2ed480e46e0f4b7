import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type {
  DuressAuthenticator,
  Me,
  NewAuthenticator,
  NewPairing,
} from '../../server/protocol.ts';
import '../components/confirm-sheet.ts';
import type { House } from '../data/house.ts';
import './authenticator-sheet.ts';
import './identity-sheet.ts';
import './link-sheet.ts';
import './pairing-sheet.ts';
import './pin-sheet.ts';
import type { PinKind } from '../words/pin.ts';

/** What lies over This phone. */
export type PhoneSheet =
  | { kind: 'link' }
  | { kind: 'pin'; which: PinKind; isTaking: boolean }
  | { kind: 'replace' }
  | { kind: 'authenticator'; made: NewAuthenticator | DuressAuthenticator }
  | { kind: 'pairing'; pairing: NewPairing; again: () => Promise<NewPairing> };

/**
 * The sheets of This phone, one at a time.
 *
 * Properties: `house`, `me`, `sheet`. Events: `changed` with words; `enrol`, a new authenticator in
 * place of the old one; `closed`.
 */
export class PhoneSheets extends LitElement {
  static override properties = {
    house: { attribute: false },
    me: { attribute: false },
    sheet: { attribute: false },
  };
  declare house: House;
  declare me: Me | null;
  declare sheet: PhoneSheet | null;

  constructor() {
    super();
    this.me = null;
    this.sheet = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { sheet, house, me } = this;
    const closed = () => this.dispatchEvent(new CustomEvent('closed'));
    switch (sheet?.kind) {
      case undefined:
        return nothing;
      case 'link':
        return html`<sec-link-sheet .house=${house} @closed=${closed}></sec-link-sheet>`;
      case 'pin':
        if (sheet.which === 'duress' && me?.hasPin && !me.confirm.isPinFresh) {
          // What there is comes to light once it is them.
          return html`<sec-identity-sheet .house=${house} .methods=${['pin']}
            @confirmed=${closed} @cancelled=${closed}></sec-identity-sheet>`;
        }
        return html`<sec-pin-sheet .house=${house} .which=${sheet.which} .hasPin=${me?.hasPin ?? false}
          .isThere=${(sheet.which === 'pin' ? me?.hasPin : me?.hasDuressPin) ?? false} .isTaking=${sheet.isTaking}
          @changed=${({ detail }: CustomEvent<string>) =>
            this.dispatchEvent(new CustomEvent('changed', { detail }))}
          @closed=${closed}></sec-pin-sheet>`;
      case 'replace':
        return html`<sec-confirm-sheet heading="A new authenticator?" confirm="Make a new one" cancel="Keep the old one"
          text="The one that you have, and the recovery codes, are worth nothing then."
          @confirmed=${() => this.dispatchEvent(new CustomEvent('enrol'))}
          @cancelled=${closed}></sec-confirm-sheet>`;
      case 'authenticator':
        return html`<sec-authenticator-sheet .made=${sheet.made} .name=${me?.name ?? ''}
          @closed=${closed}></sec-authenticator-sheet>`;
      case 'pairing':
        return html`<sec-pairing-sheet .house=${house} .pairing=${sheet.pairing} .again=${sheet.again}
          @closed=${closed}></sec-pairing-sheet>`;
    }
  }
}

customElements.define('sec-phone-sheets', PhoneSheets);
