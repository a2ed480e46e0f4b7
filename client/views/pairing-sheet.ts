import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { NewPairing } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import '../components/confirm-sheet.ts';
import '../components/copy-button.ts';
import '../components/count-down.ts';
import { DialogController } from '../components/dialog-controller.ts';
import { icon } from '../components/icon.ts';
import '../components/pairing-steps.ts';
import { sheetHead } from '../components/sheet-head.ts';
import { sheetStyles } from '../components/sheet-styles.ts';
import { StoreController } from '../components/store-controller.ts';
import type { House } from '../data/house.ts';
import { phaseOf } from '../data/pairing-steps.ts';
import { createPairingWatch, type PairingState, type PairingWatch } from '../data/pairing-watch.ts';
import { pairingTitle, phaseWords } from '../words/pairing.ts';
import { refusalWords } from '../words/refusal.ts';
import { pairingStyles } from './pairing-styles.ts';

/**
 * Leads a phone to its certificate, and shows how far it got.
 *
 * Properties: `house`; `pairing`; `again`, which begins anew after the link ran out.
 * Events: `closed`.
 */
export class PairingSheet extends LitElement {
  static override properties = {
    house: { attribute: false },
    pairing: { attribute: false },
    again: { attribute: false },
    isAsking: { state: true },
    isBusy: { state: true },
    refused: { state: true },
  };
  static override styles = [baseStyles, sheetStyles, pairingStyles];
  declare house: House;
  declare pairing: NewPairing;
  declare again: () => Promise<NewPairing>;
  declare isAsking: boolean;
  declare isBusy: boolean;
  declare refused: string | null;

  #dialog = new DialogController(this);
  #state = new StoreController<PairingState>(this);
  #watch: PairingWatch | null = null;

  constructor() {
    super();
    this.isAsking = false;
    this.isBusy = false;
    this.refused = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.stop();
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('pairing')) return;
    this.#watch?.stop();
    this.#watch = createPairingWatch(this.house.api, this.pairing.id);
    this.#watch.start();
  }

  protected override render(): TemplateResult {
    const state = this.#watch && this.#state.follow(this.#watch.state);
    const progress = state?.progress ?? null;
    const phase = phaseOf(progress, state?.isGone ?? false);
    const isOwn = this.house.own.me.value?.device?.name === this.pairing.device;
    return html`<dialog aria-labelledby="heading" class=${phase === 'waiting' && !isOwn ? 'wide' : ''} @cancel=${this.#cancel}>
        ${sheetHead(pairingTitle(this.pairing.device, phase, isOwn), this.#close)}
        <p class="lead" role="status">${isOwn && phase === 'waiting' ? 'A new certificate for this phone.' : phaseWords[phase]}</p>
        ${
          phase === 'ran-out'
            ? this.#ranOut()
            : html`<div class="parts">
                ${phase === 'waiting' ? this.#link(isOwn) : nothing}
                <div>
                  ${phase === 'in' ? nothing : this.#password(isOwn)}
                  <sec-pairing-steps .progress=${progress} .isOwn=${isOwn}></sec-pairing-steps>
                  ${state?.isOutOfReach ? html`<p class="note">The house is out of reach: this may be behind.</p>` : nothing}
                  ${phase === 'in' ? nothing : this.#fingerprint()}
                </div>
              </div>
              <div class="choices"><button class="big ${phase === 'in' ? 'primary' : ''}"
                @click=${this.#close}>${phase === 'waiting' ? 'Cancel' : 'Done'}</button></div>`
        }
      </dialog>
      ${this.isAsking ? this.#question() : nothing}`;
  }

  #link(isOwn: boolean): TemplateResult {
    const { link, qr, device, expiresAt } = this.pairing;
    const until = html`<p>Good for <sec-count-down .endsAt=${expiresAt}></sec-count-down>, and once.</p>`;
    if (isOwn) {
      return html`<div class="qr">
        <a class="button big primary" href=${link} target="_blank" rel="noopener">Open the setup page</a>
        ${until}
        <div class="links"><sec-copy-button .text=${link} word="the link"></sec-copy-button></div>
      </div>`;
    }
    return html`<div class="qr">
      <img src="data:image/svg+xml,${encodeURIComponent(qr)}" width="216" height="216"
        alt="QR code of the setup page for ${device}. The link below is the same.">
      ${until}
      <div class="links"><sec-copy-button .text=${link} word="the link" canShare></sec-copy-button></div>
    </div>`;
  }

  #password(isOwn: boolean): TemplateResult {
    const groups = this.pairing.passphrase.split('-');
    return html`<div class="password">
      <p id="password">When Settings asks for the certificate’s password, type this, with its dashes:</p>
      <output aria-labelledby="password">${groups.map(
        (group, index) => html`<span>${group}${index < groups.length - 1 ? '-' : ''}</span>`,
      )}</output>
      ${isOwn ? html`<sec-copy-button .text=${this.pairing.passphrase} word="the password"></sec-copy-button>` : nothing}
    </div>`;
  }

  #fingerprint(): TemplateResult {
    const pairs = this.pairing.rootFingerprint.split(':');
    return html`<details>
      <summary>${icon('down', 20)} Is it really this house that the phone talks to?</summary>
      <p>The phone cannot know yet. In Settings, the profile’s More Details show a SHA-256 fingerprint
        of the house’s certificate. If you do not trust the network you are in, compare:</p>
      <code>${pairs.map(pair => html`<span>${pair} </span>`)}</code>
    </details>`;
  }

  #ranOut(): TemplateResult {
    return html`<div class="choices">
      ${this.refused === null ? nothing : html`<p class="note" role="alert">${this.refused}</p>`}
      <button class="big primary" ?disabled=${this.isBusy} @click=${this.#startAgain}>Start again</button>
      <button class="big" @click=${() => this.#dialog.end(new CustomEvent('closed'))}>Close</button>
    </div>`;
  }

  #question(): TemplateResult {
    return html`<sec-confirm-sheet heading="Stop here?" confirm="Stop" cancel="Go on"
      text="The link and the password are worth nothing then."
      @confirmed=${this.#stop}
      @cancelled=${() => {
        this.isAsking = false;
      }}></sec-confirm-sheet>`;
  }

  #close = () => {
    const { progress, isGone } = this.#watch?.state.value ?? {};
    if (phaseOf(progress ?? null, isGone ?? false) === 'waiting') this.isAsking = true;
    else this.#dialog.end(new CustomEvent('closed'));
  };

  #cancel = (event: Event) => {
    event.preventDefault();
    this.#close();
  };

  #stop = async () => {
    this.isAsking = false;
    // Out of reach it cannot be ended; it ends by itself then, after its ten minutes.
    await this.#watch?.cancel().catch(() => undefined);
    this.#dialog.end(new CustomEvent('closed'));
  };

  #startAgain = async () => {
    this.isBusy = true;
    this.refused = null;
    try {
      this.pairing = await this.again();
    } catch (error) {
      this.refused = refusalWords(error);
    } finally {
      this.isBusy = false;
    }
  };
}

customElements.define('sec-pairing-sheet', PairingSheet);
