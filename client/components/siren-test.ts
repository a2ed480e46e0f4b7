import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { House } from '../data/house.ts';
import { baseStyles } from './base-styles.ts';
import { CommandController } from './command-controller.ts';

/** Lets the siren sound for a moment. Properties: `house`; `disabled` when the hub cannot be reached. */
export class SirenTest extends LitElement {
  static override properties = {
    house: { attribute: false },
    disabled: { attribute: false },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 16px; display: grid; gap: 14px; }
      [role='alert'] { color: var(--care); font: var(--t-label); }
    `,
  ];
  declare house: House;
  declare disabled: boolean;
  declare said: string;

  #command = new CommandController(this);

  constructor() {
    super();
    this.disabled = false;
    this.said = '';
  }

  protected override render(): TemplateResult {
    const { isBusy, refused } = this.#command;
    return html`<h2>Siren</h2>
      <div class="card">
        <p class="soft">It sounds for one second, so that you know it works. Not while the house is armed.</p>
        <button ?disabled=${this.disabled || isBusy} @click=${this.#test}>Test the siren</button>
        <p class="soft" role="status" ?hidden=${this.said === ''}>${this.said}</p>
        ${refused === null ? nothing : html`<p role="alert">${refused}</p>`}
      </div>`;
  }

  #test = async () => {
    this.said = '';
    const isDone = await this.#command.run(async () => {
      await this.house.api.send('POST', '/api/siren/test');
    });
    if (isDone) this.said = 'It has sounded. Did you hear it?';
  };
}

customElements.define('sec-siren-test', SirenTest);
