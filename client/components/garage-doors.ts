import { css, html, LitElement, type TemplateResult } from 'lit';
import type { Status } from '../../server/protocol.ts';
import type { House } from '../data/house.ts';
import { baseStyles } from './base-styles.ts';
import './garage-door.ts';

/** The doors that this person may see. Properties: `house`, `status`, `nowMs`, `isPast`. */
export class GarageDoors extends LitElement {
  static override properties = {
    house: { attribute: false },
    status: { attribute: false },
    nowMs: { attribute: false },
    isPast: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      li + li { margin-top: var(--gap); }
    `,
  ];
  declare house: House;
  declare status: Status;
  declare nowMs: number;
  declare isPast: boolean;

  protected override render(): TemplateResult {
    const { house, status, nowMs, isPast } = this;
    return html`<ul>${status.garage.map(
      door => html`<li><sec-garage-door .house=${house} .door=${door} .status=${status}
        .nowMs=${nowMs} .isPast=${isPast}></sec-garage-door></li>`,
    )}</ul>`;
  }
}

customElements.define('sec-garage-doors', GarageDoors);
