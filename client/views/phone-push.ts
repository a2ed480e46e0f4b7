import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Me } from '../../server/protocol.ts';
import { baseStyles } from '../components/base-styles.ts';
import { CommandController } from '../components/command-controller.ts';
import { ReachController } from '../components/reach-controller.ts';
import type { House } from '../data/house.ts';
import { type PushView, startPush, stopPush, syncPush, testPush } from '../data/push.ts';
import { pushPhone } from '../data/push-phone.ts';
import { pushRefusalWords, pushWords, SILENT_WORDS, UNBLOCK_WORDS } from '../words/push.ts';
import { phoneStyles } from './phone-styles.ts';

/** Whether this phone is told when the alarm goes off. Properties: `house`, `me`. */
export class PhonePush extends LitElement {
  static override properties = {
    house: { attribute: false },
    me: { attribute: false },
    view: { state: true },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    phoneStyles,
    css`
      h2:focus { outline: none; }
      .said:empty { display: none; }
    `,
  ];
  declare house: House;
  declare me: Me;
  /** Null until it was looked at. */
  declare view: PushView | null;
  declare said: string;

  #reach = new ReachController(this);
  #command = new CommandController(this);

  constructor() {
    super();
    this.view = null;
    this.said = '';
  }

  protected override firstUpdated(): void {
    void this.#command.run(this.#look);
  }

  protected override render(): TemplateResult {
    const { isPast } = this.#reach.follow(this.house);
    const { error, isBusy } = this.#command;
    const { view } = this;
    return html`
      <h2 tabindex="-1">Messages on this phone</h2>
      <p class="said" role="status">${this.said}</p>
      ${error === null ? nothing : html`<p class="wrong" role="alert">${pushRefusalWords(error)}</p>`}
      <div class="card part">
        ${view ? this.#stand(view, isPast || isBusy) : this.#unknown(isPast || isBusy)}
      </div>`;
  }

  #unknown(isOff: boolean): TemplateResult {
    return html`<p class="soft">${this.#command.isBusy ? 'Asking the house…' : 'It is not known whether this phone is told.'}</p>
      ${
        this.#command.error === null
          ? nothing
          : html`<button ?disabled=${isOff} @click=${() => this.#command.run(this.#look)}>Look again</button>`
      }`;
  }

  #stand({ kind, publicKey }: PushView, isOff: boolean): TemplateResult {
    const canBeTold = kind === 'off' || kind === 'on' || kind === 'broken';
    return html`
      <p class=${kind === 'broken' || kind === 'blocked' ? 'warning' : 'soft'}>${pushWords[kind]}</p>
      ${canBeTold ? html`<p class="soft">${SILENT_WORDS}</p>` : nothing}
      ${kind === 'blocked' ? html`<p class="soft">${UNBLOCK_WORDS}</p>` : nothing}
      ${
        (kind === 'off' || kind === 'broken') && publicKey !== null
          ? html`<button class="primary" ?disabled=${isOff} @click=${() => this.#start(publicKey)}>Tell this phone</button>`
          : nothing
      }
      ${
        kind === 'on'
          ? html`<div class="buttons">
              <button ?disabled=${isOff} @click=${this.#test}>Send a test</button>
              <button ?disabled=${isOff} @click=${this.#stop}>Stop telling it</button>
            </div>`
          : nothing
      }`;
  }

  #look = async () => {
    this.view = await syncPush(this.house.api, pushPhone, this.me.name);
  };

  async #start(publicKey: string): Promise<void> {
    await this.#change(async () => {
      this.view = await startPush(this.house.api, pushPhone, this.me.name, publicKey);
      if (this.view.kind === 'on') this.said = 'This phone is told from now on. Send it a test.';
    });
  }

  #stop = () =>
    this.#change(async () => {
      await stopPush(this.house.api, pushPhone);
      this.said = 'This phone is not told any more.';
      await this.#look();
    });

  async #change(work: () => Promise<void>): Promise<void> {
    this.said = '';
    if (!(await this.#command.run(work))) return;
    // The button that had the focus is gone.
    this.renderRoot.querySelector('h2')?.focus();
  }

  #test = async () => {
    this.said = '';
    await this.#command.run(async () => {
      await testPush(this.house.api);
      this.said =
        'A test is on its way. It should show within a few seconds, above whatever is open.';
    });
  };
}

customElements.define('sec-phone-push', PhonePush);
