import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeviceRow, NewAuthenticator, PersonRow, Removal } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/person-card.ts';
import { icon } from '../components/icon.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import { StoreController } from '../components/store-controller.ts';
import type { House } from '../data/house.ts';
import { type Everyone, fetchEveryone } from '../data/people.ts';
import { peopleSentence, phoneCares } from '../words/people.ts';
import { refusalWords } from '../words/refusal.ts';
import { nearTime } from '../words/time.ts';
import type { BegunPairing } from './add-phone-sheet.ts';
import './people-sheets.ts';
import type { PeopleSheet } from './people-sheets.ts';

/** The family and its phones; for admins. Property: `house`. */
export class PeopleView extends LitElement {
  static override properties = {
    house: { attribute: false },
    everyone: { state: true },
    sheet: { state: true },
    said: { state: true },
    refused: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      :host { max-width: 640px; margin: 0 auto; }
      h1 { margin: 14px 0 10px; min-height: 1.14em; }
      .line { display: flex; gap: 8px; align-items: start; color: var(--care); font: var(--t-label); margin: 6px 0; }
      .line svg { flex: none; }
      .primary { margin-top: 8px; }
      sec-person-card { margin-top: var(--gap); }
      .note { padding: 16px; margin-bottom: var(--gap); color: var(--ink-2); font: var(--t-label); }
      .care { background: var(--care-soft); color: var(--ink); }
      .said { min-height: 1.3em; margin: 10px 2px 0; font: var(--t-label); color: var(--calm); }
      .more { display: grid; grid-template-columns: 24px 1fr 20px; gap: 12px; align-items: center; min-height: 60px; margin-top: var(--gap); color: var(--ink); text-decoration: none; font: var(--t-label); }
      .more svg { color: var(--ink-2); }
      summary { min-height: var(--touch); display: flex; align-items: center; gap: 6px; cursor: pointer; list-style: none; margin-top: var(--gap); font: var(--t-label); color: var(--ink-2); border-radius: var(--r-s); }
      summary::-webkit-details-marker { display: none; }
      details[open] summary svg { transform: rotate(180deg); }
      details li { padding: 12px 0; font: var(--t-label); }
      details li + li { border-top: 1px solid var(--line); }
      small { display: block; }
      .bone { height: 132px; margin-top: var(--gap); border-radius: var(--r-m); }
    `,
  ];
  declare house: House;
  declare everyone: Everyone | null;
  declare sheet: PeopleSheet | null;
  declare said: string;
  declare refused: string | null;

  #reach = new ReachController(this);
  #session = new StoreController<House['session']['value']>(this);
  #me = new StoreController<House['own']['me']['value']>(this);

  constructor() {
    super();
    this.everyone = null;
    this.sheet = null;
    this.said = '';
    this.refused = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const session = this.#session.follow(this.house.session);
    const isByCode =
      session.kind === 'in' && !['certificate', 'link'].includes(session.session.via);
    const { everyone } = this;
    const cares = everyone ? phoneCares(everyone.devices, reach.nowMs) : [];
    return html`<h1 tabindex="-1">${
      everyone
        ? peopleSentence(everyone.people, everyone.devices)
        : this.refused === null
          ? 'Asking who is in…'
          : 'Who is in?'
    }</h1>
      ${cares.map(line => html`<p class="line">${icon('care', 20)} ${line}</p>`)}
      ${reach.isPast ? html`<p class="card note care">The house is out of reach: nothing can be changed now.</p>` : nothing}
      ${
        isByCode
          ? html`<p class="card note">You came in with a code. You can look, suspend and shut out; the rest
              takes a phone with a certificate.</p>`
          : nothing
      }
      <button class="big primary" ?disabled=${reach.isPast || !everyone || isByCode}
        @click=${() => this.#show({ kind: 'add', person: null })}>Add a phone</button>
      <p class="said" role="status">${this.said}</p>
      ${this.refused === null ? nothing : this.#trouble(this.refused)}
      ${everyone ? this.#cards(everyone, reach) : this.refused === null ? [1, 2].map(() => html`<div class="bone" aria-hidden="true"></div>`) : nothing}
      <a class="card more" href="/audit">${icon('days')} Who did what ${icon('forward', 20)}</a>
      ${everyone ? this.#out(everyone.devices, reach) : nothing}
      <sec-people-sheets .house=${this.house} .everyone=${everyone} .sheet=${this.sheet}
        .reach=${reach}
        @begun=${({ detail }: CustomEvent<BegunPairing>) => this.#show({ kind: 'pairing', ...detail })}
        @changed=${(event: CustomEvent<string>) => this.#done(event.detail)}
        @alerts-wanted=${({ detail }: CustomEvent<string>) => this.#show({ kind: 'alerts', name: detail })}
        @removed=${(event: CustomEvent<Removal>) => this.#removed(event.detail)}
        @enrolled=${(event: CustomEvent<NewAuthenticator>) => this.#enrolled(event.detail)}
        @closed=${() => this.#done('')}></sec-people-sheets>`;
  }

  #cards({ people, devices }: Everyone, { nowMs, timeZone }: Reach): TemplateResult[] {
    const own = this.#me.follow(this.house.own.me)?.device?.name ?? null;
    const theirs = ({ name }: PersonRow) =>
      devices.filter(({ person, revokedAt }) => person === name && revokedAt === null);
    return people.map(
      person => html`<sec-person-card .person=${person} .devices=${theirs(person)} .own=${own}
        .nowMs=${nowMs} .timeZone=${timeZone}
        @person-chosen=${({ detail }: CustomEvent<string>) => this.#show({ kind: 'person', name: detail })}
        @device-chosen=${({ detail }: CustomEvent<string>) => this.#show({ kind: 'device', name: detail })}
        @phone-wanted=${({ detail }: CustomEvent<string>) => this.#show({ kind: 'add', person: detail })}></sec-person-card>`,
    );
  }

  #out(devices: readonly DeviceRow[], { nowMs, timeZone }: Reach): TemplateResult | typeof nothing {
    const out = devices.filter(({ revokedAt }) => revokedAt !== null);
    if (out.length === 0) return nothing;
    return html`<details>
      <summary>${icon('down', 20)} Shut out: ${out.length}</summary>
      <ul class="card">${out.map(
        ({ name, person, revokedAt }) => html`<li>${name}
          <small>of ${person}, out since ${nearTime(revokedAt ?? '', nowMs, timeZone)}</small></li>`,
      )}</ul>
    </details>`;
  }

  #trouble(words: string): TemplateResult {
    return html`<div class="card note care" role="alert"><p>${words}</p>
      <button @click=${this.#load}>Try again</button></div>`;
  }

  #show(sheet: PeopleSheet): void {
    this.said = '';
    this.sheet = sheet;
  }

  #removed(removal: Removal): void {
    if (this.sheet?.kind !== 'person') return;
    this.#show({ kind: 'removal', name: this.sheet.name, removal });
    void this.#load();
  }

  #enrolled(made: NewAuthenticator): void {
    if (this.sheet?.kind === 'person') {
      this.#show({ kind: 'authenticator', name: this.sheet.name, made });
    }
  }

  #done(said: string): void {
    this.sheet = null;
    this.said = said;
    void this.#load();
    // What the sheet came from may be gone with what was done.
    if (!this.shadowRoot?.activeElement) this.renderRoot.querySelector('h1')?.focus();
  }

  #load = async () => {
    try {
      this.everyone = await fetchEveryone(this.house.api);
      this.refused = null;
    } catch (error) {
      this.refused = refusalWords(error);
    }
  };
}

customElements.define('sec-people-view', PeopleView);
