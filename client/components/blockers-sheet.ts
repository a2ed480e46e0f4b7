import { html, LitElement, type TemplateResult } from 'lit';
import type { Blocker } from '../../server/protocol.ts';
import type { House } from '../data/house.ts';
import { baseStyles } from './base-styles.ts';
import './blockers-list.ts';
import { DialogController } from './dialog-controller.ts';
import { ReachController } from './reach-controller.ts';
import { sheetStyles } from './sheet-styles.ts';

/**
 * Why the house cannot be armed as it is, with three ways on. What is closed meanwhile is ticked.
 *
 * Properties: `house`; `blockers`.
 * Events: `retry`, `bypass` (arm with these left out), `cancelled` (also by Escape).
 */
export class BlockersSheet extends LitElement {
  static override properties = { house: { attribute: false }, blockers: { attribute: false } };
  static override styles = [baseStyles, sheetStyles];
  declare house: House;
  declare blockers: readonly Blocker[];

  #dialog = new DialogController(this);
  #reach = new ReachController(this);

  constructor() {
    super();
    this.blockers = [];
  }

  protected override render(): TemplateResult {
    const { status, isPast } = this.#reach.follow(this.house);
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      <h2 id="heading" tabindex="-1" autofocus>Alert is not on yet</h2>
      <p>Something is in the way:</p>
      <sec-blockers-list .blockers=${this.blockers} .sensors=${status?.sensors ?? []} .isPast=${isPast}
        @retry=${this.#pass} @bypass=${this.#pass} @cancelled=${this.#pass}></sec-blockers-list>
    </dialog>`;
  }

  #pass = ({ type }: Event) => this.#dialog.end(new CustomEvent(type));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#dialog.end(new CustomEvent('cancelled'));
  };
}

customElements.define('sec-blockers-sheet', BlockersSheet);
