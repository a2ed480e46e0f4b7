import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { NewAuthenticator, NewPairing, Removal } from '../../server/protocol.ts';
import type { Reach } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import type { Everyone } from '../data/people.ts';
import './add-phone-sheet.ts';
import './alerts-sheet.ts';
import './authenticator-sheet.ts';
import './device-sheet.ts';
import './pairing-sheet.ts';
import './person-sheet.ts';
import './removal-sheet.ts';

/** What lies over the list of people. */
export type PeopleSheet =
  | { kind: 'add'; person: string | null }
  | { kind: 'pairing'; pairing: NewPairing; again: () => Promise<NewPairing> }
  | { kind: 'device'; name: string }
  | { kind: 'person'; name: string }
  | { kind: 'alerts'; name: string }
  | { kind: 'authenticator'; name: string; made: NewAuthenticator }
  | { kind: 'removal'; name: string; removal: Removal };

/**
 * The sheets of People, one at a time.
 *
 * Properties: `house`, `everyone`, `reach`, `sheet`. Events: those of the sheets.
 */
export class PeopleSheets extends LitElement {
  static override properties = {
    house: { attribute: false },
    everyone: { attribute: false },
    reach: { attribute: false },
    sheet: { attribute: false },
  };
  declare house: House;
  declare everyone: Everyone | null;
  declare reach: Reach;
  declare sheet: PeopleSheet | null;

  constructor() {
    super();
    this.everyone = null;
    this.sheet = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { sheet, everyone, house } = this;
    const { timeZone, isPast } = this.reach;
    switch (sheet?.kind) {
      case undefined:
        return nothing;
      case 'add':
        return html`<sec-add-phone-sheet .house=${house} .people=${everyone?.people ?? []}
          .person=${sheet.person} .timeZone=${timeZone} .isOff=${isPast}
          @begun=${this.#pass} @closed=${this.#pass}></sec-add-phone-sheet>`;
      case 'pairing':
        return html`<sec-pairing-sheet .house=${house} .pairing=${sheet.pairing} .again=${sheet.again}
          @closed=${this.#pass}></sec-pairing-sheet>`;
      case 'device': {
        const device = everyone?.devices.find(({ name }) => name === sheet.name);
        if (!device) return nothing;
        return html`<sec-device-sheet .house=${house} .device=${device} .timeZone=${timeZone} .isOff=${isPast}
          @begun=${this.#pass} @changed=${this.#pass} @closed=${this.#pass}></sec-device-sheet>`;
      }
      case 'person': {
        const person = everyone?.people.find(({ name }) => name === sheet.name);
        if (!person) return nothing;
        return html`<sec-person-sheet .house=${house} .person=${person} .timeZone=${timeZone} .isOff=${isPast}
          @changed=${this.#pass} @alerts-wanted=${this.#pass} @removed=${this.#pass} @enrolled=${this.#pass} @closed=${this.#pass}></sec-person-sheet>`;
      }
      case 'alerts':
        return html`<sec-alerts-sheet .house=${house} .name=${sheet.name} .isOff=${isPast}
          @changed=${this.#pass} @closed=${this.#pass}></sec-alerts-sheet>`;
      case 'authenticator':
        return html`<sec-authenticator-sheet .made=${sheet.made} .name=${sheet.name}
          @closed=${this.#pass}></sec-authenticator-sheet>`;
      case 'removal':
        return html`<sec-removal-sheet .name=${sheet.name} .removal=${sheet.removal}
          @closed=${this.#pass}></sec-removal-sheet>`;
    }
  }

  #pass = (event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    this.dispatchEvent(new CustomEvent(event.type, { detail }));
  };
}

customElements.define('sec-people-sheets', PeopleSheets);
