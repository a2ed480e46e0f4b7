import { html, LitElement, type TemplateResult } from 'lit';
import type { Blocker } from '../../server/protocol.ts';
import { listWords } from '../words/list-words.ts';
import { blockerWords } from '../words/refusal.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';
import { sheetStyles } from './sheet-styles.ts';

/**
 * Why the house cannot be armed as it is, with three ways on.
 *
 * Properties: `blockers`; `names`, the sensors' names by id.
 * Events: `retry`, `bypass` (arm with these left out), `cancelled` (also by Escape).
 */
export class BlockersSheet extends LitElement {
  static override properties = { blockers: { attribute: false }, names: { attribute: false } };
  static override styles = [baseStyles, sheetStyles];
  declare blockers: readonly Blocker[];
  declare names: ReadonlyMap<string, string>;

  constructor() {
    super();
    this.blockers = [];
    this.names = new Map();
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    const names = this.blockers.map(blocker => this.#nameOf(blocker));
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      <h2 id="heading">Alert is not on yet</h2>
      <p>Something is in the way:</p>
      <ul>
        ${this.blockers.map(
          blocker => html`<li>${icon('care')} ${blockerWords(blocker, this.#nameOf(blocker))}</li>`,
        )}
      </ul>
      <div class="choices">
        <button class="big primary" autofocus @click=${() => this.#answer('retry')}>Try again</button>
        <button class="big" @click=${() => this.#answer('bypass')}>
          Alert with ${listWords(names)} left out
        </button>
        <button class="big quiet" @click=${() => this.#answer('cancelled')}>Cancel</button>
      </div>
    </dialog>`;
  }

  #nameOf(blocker: Blocker): string {
    return this.names.get(blocker.sensor) ?? blocker.sensor;
  }

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#answer('cancelled');
  };

  #answer(name: 'retry' | 'bypass' | 'cancelled'): void {
    this.renderRoot.querySelector('dialog')?.close();
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define('sec-blockers-sheet', BlockersSheet);
