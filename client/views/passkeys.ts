import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Me } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import '../components/confirm-sheet.ts';
import { type Reach, ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { removePasskey } from '../data/passkeys.ts';
import { knowsPasskeys } from '../data/webauthn.ts';
import { PASSKEY_MEANS, passkeyLabel, passkeyLine, whyNoPasskey } from '../words/passkey.ts';
import './passkey-sheet.ts';
import { phoneStyles } from './phone-styles.ts';

type Passkey = Me['passkeys'][number];
type Sheet = { kind: 'add' } | { kind: 'remove'; passkey: Passkey };

/** Somebody's own passkeys, on This phone. Properties: `house`, `me`. */
export class Passkeys extends LitElement {
  static override properties = {
    house: { attribute: false },
    me: { attribute: false },
    sheet: { state: true },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      h2:focus { outline: none; }
      li { display: grid; grid-template-columns: 1fr auto; gap: 12px; align-items: center; padding: 12px 0; border-top: 1px solid var(--line); }
      li span { overflow-wrap: anywhere; }
      small { display: block; color: var(--ink-2); }
      .said:empty { display: none; }
    `,
  ];
  declare house: House;
  declare me: Me;
  declare sheet: Sheet | null;
  declare said: string;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.sheet = null;
    this.said = '';
  }

  protected override render(): TemplateResult {
    const reach = this.#reach.follow(this.house);
    const { passkeys, via } = this.me;
    const why = whyNoPasskey(this.me, knowsPasskeys());
    const hasCertificate = via === 'certificate' || via === 'link';
    const isOff = reach.isPast || this.#command.isBusy;
    const { refused } = this.#command;
    return html`
      <h2 tabindex="-1">Passkeys</h2>
      <p class="said" role="status">${this.said}</p>
      ${refused === null ? nothing : html`<p class="wrong" role="alert">${refused}</p>`}
      <div class="card part">
        <p class="soft">${why ?? PASSKEY_MEANS}${
          why === null && !hasCertificate ? ' A new one takes a phone with a certificate.' : ''
        }</p>
        ${passkeys.length > 0 ? html`<ul>${passkeys.map(passkey => this.#row(passkey, reach, isOff))}</ul>` : nothing}
        ${
          why === null && hasCertificate
            ? html`<button ?disabled=${isOff} @click=${() => this.#show({ kind: 'add' })}>Add a passkey</button>`
            : nothing
        }
      </div>
      ${this.sheet === null ? nothing : this.#over(this.sheet)}`;
  }

  #row(passkey: Passkey, { nowMs, timeZone }: Reach, isOff: boolean): TemplateResult {
    return html`<li>
      <span>${passkey.label}<small>${passkeyLine(passkey, nowMs, timeZone)}</small></span>
      <button ?disabled=${isOff} aria-label="Remove the passkey ${passkey.label}"
        @click=${() => this.#show({ kind: 'remove', passkey })}>Remove</button>
    </li>`;
  }

  #over(sheet: Sheet): TemplateResult {
    return sheet.kind === 'add'
      ? html`<sec-passkey-sheet .house=${this.house} .label=${passkeyLabel(this.me)}
          @added=${({ detail }: CustomEvent<string>) => this.#done(`The passkey ${detail} is made.`)}
          @closed=${this.#close}></sec-passkey-sheet>`
      : html`<sec-confirm-sheet heading="Remove the passkey “${sheet.passkey.label}”?" confirm="Remove it" cancel="Keep it"
          text="It opens nothing here any more. The phone still lists it among its passwords: delete it there too."
          @confirmed=${() => this.#remove(sheet.passkey)} @cancelled=${this.#close}></sec-confirm-sheet>`;
  }

  #show(sheet: Sheet): void {
    this.said = '';
    this.#command.forget();
    this.sheet = sheet;
  }

  #close = () => {
    this.sheet = null;
  };

  async #remove({ id, label }: Passkey): Promise<void> {
    this.sheet = null;
    if (!(await this.#command.run(() => removePasskey(this.house.api, id)))) return;
    // The button that had the focus goes with its row.
    this.renderRoot.querySelector('h2')?.focus();
    await this.#done(`The passkey ${label} is removed.`);
  }

  async #done(said: string): Promise<void> {
    this.sheet = null;
    this.said = said;
    try {
      await this.house.own.load();
    } catch {
      // It is done; the list follows with the next connection.
    }
  }
}

customElements.define('sec-passkeys', Passkeys);
