import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { AlertSettings } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { fetchAlerts, saveAlerts } from '../data/alerts.ts';
import type { House } from '../data/house.ts';
import { refusalWords } from '../words/refusal.ts';
import './alert-form.ts';

/**
 * How somebody else is told; for admins.
 *
 * Properties: `house`; `name`, whose settings they are; `isOff` when the house is out of reach.
 * Events: `changed` with what was done in words; `closed`.
 */
export class AlertsSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    name: { attribute: false },
    isOff: { attribute: false },
    settings: { state: true },
    failed: { state: true },
  };
  static override styles = [baseStyles, sheetStyles];
  declare house: House;
  declare name: string;
  declare isOff: boolean;
  declare settings: AlertSettings | null;
  declare failed: string | null;

  #dialog = new DialogController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.name = '';
    this.isOff = false;
    this.settings = null;
    this.failed = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { name, settings } = this;
    return html`<dialog aria-labelledby="heading" @cancel=${this.#cancel}>
      ${sheetHead(`How ${name} is told`, this.#close)}
      ${this.isOff ? html`<p role="alert">The house is out of reach.</p>` : nothing}
      ${
        settings
          ? html`<sec-alert-form plain .settings=${settings} .person=${name} .error=${this.#command.error}
              .disabled=${this.isOff || this.#command.isBusy}
              @saved=${({ detail }: CustomEvent<AlertSettings>) => this.#save(detail)}></sec-alert-form>`
          : this.failed === null
            ? html`<p>Asking the hub…</p>`
            : html`<p role="alert">${this.failed}</p>
                <div class="choices"><button class="big" @click=${this.#load}>Try again</button></div>`
      }
    </dialog>`;
  }

  async #save(settings: AlertSettings): Promise<void> {
    const isDone = await this.#command.run(() => saveAlerts(this.house.api, this.name, settings));
    const detail = `How ${this.name} is told is changed.`;
    if (isDone) this.#dialog.end(new CustomEvent('changed', { detail }));
  }

  #load = async () => {
    try {
      this.settings = await fetchAlerts(this.house.api, this.name);
      this.failed = null;
    } catch (error) {
      this.failed = refusalWords(error);
    }
  };

  #close = () => this.#dialog.end(new CustomEvent('closed'));

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };
}

customElements.define('sec-alerts-sheet', AlertsSheet);
