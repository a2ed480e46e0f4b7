import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Me, NewAuthenticator, NewPairing } from '../../server/protocol.ts';
import { backLink } from '../components/back-link.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import '../components/sign-in-list.ts';
import { StoreController } from '../components/store-controller.ts';
import type { House } from '../data/house.ts';
import {
  createDuressAuthenticator,
  endDuressAuthenticator,
  endOtherSessions,
  endSession,
} from '../data/keys.ts';
import { enrolAuthenticator, renewDevice } from '../data/people.ts';
import { urgencyOf } from '../words/device.ts';
import { refusalWords } from '../words/refusal.ts';
import { detailStyles } from './detail-styles.ts';
import './passkeys.ts';
import './phone-chime.ts';
import './phone-push.ts';
import { authenticatorPart, duressPart, identityPart, linkPart, pinPart } from './phone-parts.ts';
import './phone-sheets.ts';
import type { PhoneSheet } from './phone-sheets.ts';
import { phoneStyles } from './phone-styles.ts';

/** The phone in the hand: by what it is let in, and its owner's other keys. Property: `house`. */
export class PhoneView extends LitElement {
  static override properties = {
    house: { attribute: false },
    sheet: { state: true },
    said: { state: true },
    failed: { state: true },
  };
  static override styles = [baseStyles, detailStyles, phoneStyles];
  declare house: House;
  declare sheet: PhoneSheet | null;
  declare said: string;
  /** Why nothing is known of this phone yet. */
  declare failed: string | null;

  #reach = new ReachController(this);
  #me = new StoreController<Me | null>(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.sheet = null;
    this.said = '';
    this.failed = null;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const me = this.#me.follow(this.house.own.me);
    const { refused } = this.#command;
    const name = me?.device?.name ?? null;
    return html`
      ${backLink('/house', 'House')}
      <h1 tabindex="-1">${me ? (name === null ? `You are ${me.name}.` : `This is ${name}.`) : 'This phone'}</h1>
      ${reach.isPast ? html`<p class="card note care">The house is out of reach: nothing can be changed now.</p>` : nothing}
      <p class="said" role="status">${this.said}</p>
      ${refused === null ? nothing : html`<p class="wrong" role="alert">${refused}</p>`}
      ${me ? this.#all(me, reach) : this.#waiting()}
      <sec-phone-sheets .house=${this.house} .me=${me} .sheet=${this.sheet}
        @changed=${(event: CustomEvent<string>) => this.#done(event.detail)}
        @enrol=${this.#enrol} @closed=${() => this.#done('')}></sec-phone-sheets>`;
  }

  #waiting(): TemplateResult {
    return this.failed === null
      ? html`<p class="card note">Asking the house…</p>`
      : html`<div class="card note" role="alert"><p>${this.failed}</p>
          <button @click=${this.#load}>Try again</button></div>`;
  }

  #all(me: Me, reach: Reach): TemplateResult {
    const isOff = reach.isPast || this.#command.isBusy;
    const hasCertificate = me.via === 'certificate' || me.via === 'link';
    return html`
      ${identityPart(me, reach)}
      ${
        me.device && hasCertificate && urgencyOf(me.device.expiresAt, reach.nowMs) !== 'none'
          ? html`<button class="big primary" ?disabled=${isOff} @click=${this.#renew}>Renew its certificate</button>`
          : nothing
      }
      ${
        me.role === 'guest'
          ? nothing
          : html`<sec-phone-push .house=${this.house} .me=${me}></sec-phone-push>
          <sec-phone-chime .house=${this.house}></sec-phone-chime>`
      }
      ${me.via === 'certificate' ? linkPart(isOff, () => this.#show({ kind: 'link' })) : nothing}
      <h2>Signed in without a certificate</h2>
      <sec-sign-in-list .sessions=${me.sessions} .nowMs=${reach.nowMs} .timeZone=${reach.timeZone} .isOff=${isOff}
        @ended=${({ detail }: CustomEvent<Me['sessions'][number]>) =>
          this.#change(() => endSession(this.house.api, detail.id), 'That sign-in is ended.')}
        @others-ended=${() =>
          this.#change(
            () => endOtherSessions(this.house.api),
            'Signed out everywhere else.',
          )}></sec-sign-in-list>
      ${pinPart(me, isOff, isTaking => this.#show({ kind: 'pin', which: 'pin', isTaking }))}
      ${authenticatorPart(me, hasCertificate, isOff, () =>
        me.hasAuthenticator ? this.#show({ kind: 'replace' }) : this.#enrol(),
      )}
      ${hasCertificate ? this.#duress(me, isOff) : nothing}
      <sec-passkeys .house=${this.house} .me=${me}></sec-passkeys>`;
  }

  #duress(me: Me, isOff: boolean): TemplateResult {
    const { api } = this.house;
    return duressPart(me, isOff, {
      pin: isTaking => this.#show({ kind: 'pin', which: 'duress', isTaking }),
      authenticator: () =>
        void this.#command.run(async () =>
          this.#show({ kind: 'authenticator', made: await createDuressAuthenticator(api) }),
        ),
      endAuthenticator: () =>
        void this.#change(() => endDuressAuthenticator(api), 'The second authenticator is gone.'),
    });
  }

  #show(sheet: PhoneSheet): void {
    this.said = '';
    this.sheet = sheet;
  }

  #done(said: string): void {
    this.sheet = null;
    this.said = said;
    void this.#load();
  }

  #renew = () => {
    const name = this.house.own.me.value?.device?.name;
    if (name === undefined) return;
    const again = () => renewDevice(this.house.api, name);
    void this.#command.run(async () => {
      const pairing: NewPairing = await again();
      this.#show({ kind: 'pairing', pairing, again });
    });
  };

  #enrol = () => {
    const name = this.house.own.me.value?.name;
    if (name === undefined) return;
    this.sheet = null;
    void this.#command.run(async () => {
      const made: NewAuthenticator = await enrolAuthenticator(this.house.api, name);
      this.#show({ kind: 'authenticator', made });
    });
  };

  async #change(work: () => Promise<void>, said: string): Promise<void> {
    if (await this.#command.run(work)) this.#done(said);
  }

  #load = async () => {
    try {
      await this.house.own.load();
      this.failed = null;
    } catch (error) {
      this.failed = refusalWords(error);
    }
  };
}

customElements.define('sec-phone-view', PhoneView);
