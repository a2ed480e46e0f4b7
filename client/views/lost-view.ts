import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Phone } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { icon } from '../components/icon.ts';
import { ReachController } from '../components/reach-controller.ts';
import { StoreController } from '../components/store-controller.ts';
import type { House } from '../data/house.ts';
import { fetchPhones, suspendDevice } from '../data/people.ts';
import { suspendMeans } from '../words/device.ts';
import { refusalWords } from '../words/refusal.ts';
import { phoneStyles } from './phone-styles.ts';

/** Stops a lost phone from opening anything, by anybody of the family. Property: `house`. */
export class LostView extends LitElement {
  static override properties = {
    house: { attribute: false },
    phones: { state: true },
    asked: { state: true },
    said: { state: true },
    failed: { state: true },
  };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      .lead { color: var(--ink-2); margin-bottom: var(--gap); }
      li { display: grid; grid-template-columns: 24px 1fr auto; gap: 12px; align-items: center; min-height: 68px; padding: 8px 0; font: var(--t-label); }
      li + li { border-top: 1px solid var(--line); }
      li > svg { color: var(--ink-2); }
      li > span { min-width: 0; overflow-wrap: anywhere; }
      small { display: block; color: var(--ink-2); }
      em { font-style: normal; font-weight: 650; color: var(--care); display: inline-flex; gap: 4px; align-items: center; }
    `,
  ];
  declare house: House;
  declare phones: readonly Phone[] | null;
  declare asked: Phone | null;
  declare said: string;
  declare failed: string | null;

  #reach = new ReachController(this);
  #session = new StoreController<House['session']['value']>(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.phones = null;
    this.asked = null;
    this.said = '';
    this.failed = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { isPast } = this.#reach.follow(this.house);
    const session = this.#session.follow(this.house.session);
    const isAdmin = session.kind === 'in' && session.session.role === 'admin';
    const { refused, isBusy } = this.#command;
    return html`${backLink('/house', 'House')}
      <h1 tabindex="-1">Which phone is lost?</h1>
      <p class="lead">Suspend it: it opens nothing from then on. ${
        isAdmin
          ? html`Under <a href="/people">People</a> you let it in again.`
          : 'An admin lets it in again.'
      }</p>
      ${isPast ? html`<p class="card note care">The house is out of reach: nothing can be changed now.</p>` : nothing}
      <p class="said" role="status">${this.said}</p>
      ${refused === null ? nothing : html`<p class="wrong" role="alert">${refused}</p>`}
      ${
        this.failed === null
          ? this.#list(isPast || isBusy)
          : html`<div class="card note" role="alert"><p>${this.failed}</p>
              <button @click=${this.#load}>Try again</button></div>`
      }
      ${this.asked === null ? nothing : this.#question(this.asked)}`;
  }

  #list(isOff: boolean): TemplateResult {
    if (this.phones === null) return html`<p class="card note">Looking for the phones…</p>`;
    if (this.phones.length === 0)
      return html`<p class="card note">No phone has a certificate of this house.</p>`;
    return html`<ul class="card">${this.phones.map(phone => this.#row(phone, isOff))}</ul>`;
  }

  #row(phone: Phone, isOff: boolean): TemplateResult {
    const { name, person, suspended } = phone;
    return html`<li>
        ${icon('phone')}
        <span>${name}<small>of ${person}</small></span>
        ${
          suspended
            ? html`<em>${icon('pause', 20)} Suspended</em>`
            : html`<button ?disabled=${isOff} aria-label="Suspend ${name}" @click=${() => {
                this.asked = phone;
              }}>Suspend</button>`
        }
      </li>`;
  }

  #question({ name, person }: Phone): TemplateResult {
    const isOwn = this.house.own.me.value?.device?.name === name;
    return html`<sec-confirm-sheet heading="Suspend ${name}?" confirm="Suspend" cancel="Not now"
      .text=${suspendMeans(person, isOwn)}
      @confirmed=${() => this.#suspend(name)}
      @cancelled=${() => {
        this.asked = null;
      }}></sec-confirm-sheet>`;
  }

  async #suspend(name: string): Promise<void> {
    this.asked = null;
    this.said = '';
    if (!(await this.#command.run(() => suspendDevice(this.house.api, name)))) return;
    this.said = `${name} is suspended.`;
    await this.#load();
    // The button that was tapped is gone.
    this.renderRoot.querySelector('h1')?.focus();
  }

  #load = async () => {
    try {
      this.phones = await fetchPhones(this.house.api);
      this.failed = null;
    } catch (error) {
      this.failed = refusalWords(error);
    }
  };
}

customElements.define('sec-lost-view', LostView);
