import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { IncidentDetails } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import '../components/hold-button.ts';
import { icon } from '../components/icon.ts';
import { PolledController } from '../components/polled-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import type { House } from '../data/house.ts';
import { fetchIncident, incidentPath, incidentPause } from '../data/incidents.ts';
import { createPolled } from '../data/polled.ts';
import { tellByPerson } from '../data/told.ts';
import { toldSentence } from '../words/told.ts';

/**
 * Calls for help, and shows that it went out.
 *
 * Properties: `house`; `isCalled`, somebody has held the button: it is called at once. Event: `closed`.
 */
export class PanicSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    isCalled: { attribute: false },
    isAsking: { state: true },
    incident: { state: true },
  };
  static override styles = [
    baseStyles,
    sheetStyles,
    css`
      .means { font: var(--t-body); }
      .sent { display: grid; grid-template-columns: 24px 1fr; gap: 12px; align-items: start; margin-top: 6px; font: var(--t-body); color: var(--ink); }
      .sent svg { color: var(--calm); }
      [role='alert'] { color: var(--care); font-weight: 600; margin-top: 12px; }
      .hint { text-align: center; font: var(--t-label); }
    `,
  ];
  declare house: House;
  declare isCalled: boolean;
  /** Tapped, not held: whether it is meant. */
  declare isAsking: boolean;
  /** The id of the one that it became. */
  declare incident: string | null;

  #dialog = new DialogController(this);
  #command = new CommandController(this);
  #details = new PolledController<IncidentDetails>(this);

  constructor() {
    super();
    this.isCalled = false;
    this.isAsking = false;
    this.incident = null;
  }

  protected override firstUpdated(): void {
    if (this.isCalled) void this.#call();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(this.incident === null ? 'Call for help' : 'Help is called', this.#close)}
      <div role="status">${this.incident === null ? this.#means() : this.#sent()}</div>
      ${this.#command.refused === null ? nothing : html`<p role="alert">${this.#command.refused}</p>`}
      <div class="choices">${this.incident === null ? this.#ways() : this.#after(this.incident)}</div>
    </dialog>`;
  }

  #means(): TemplateResult {
    if (this.#command.isBusy) return html`<p class="means">Asking the hub…</p>`;
    const { status } = this.house.status.value;
    return html`<p class="means">Tells everybody now. ${
      status?.practice ? 'This ends the practice: it is real. ' : nothing
    }It does not call the police: in danger, call them yourself.</p>`;
  }

  #ways(): TemplateResult {
    const { isBusy } = this.#command;
    if (this.isAsking) {
      return html`<p class="hint">Tell everybody that you need help?</p>
        <button class="big primary" ?disabled=${isBusy} @click=${this.#call}>Yes, tell everybody now</button>
        <button class="big" @click=${this.#close}>No</button>`;
    }
    return html`<sec-hold-button class="tall" label="Hold to tell everybody" .disabled=${isBusy}
        @held=${this.#call} @tapped=${this.#ask}></sec-hold-button>
      <p class="hint">Hold it for a moment and a half, or tap and confirm.</p>`;
  }

  #sent(): TemplateResult {
    const { value } = this.#details.state;
    return html`<p class="sent">${icon('done')}<span>It went out to the hub. ${
      value ? toldSentence(tellByPerson(value.messages)) : 'Asking it who is told…'
    }</span></p>`;
  }

  #after(incident: string): TemplateResult {
    return html`<a class="button big" href=${incidentPath(incident)} @click=${this.#close}>Who was told, and who answers</a>
      <button class="big" @click=${this.#close}>Close</button>`;
  }

  #ask = async () => {
    this.isAsking = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus();
  };

  #call = async () => {
    const { house } = this;
    const isDone = await this.#command.run(() => house.order('POST', '/api/panic'));
    const id = house.status.value.status?.incident?.id;
    if (!isDone || id === undefined) return;
    this.incident = id;
    this.#details.use(createPolled(() => fetchIncident(house.api, id), incidentPause));
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus();
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-panic-sheet', PanicSheet);
