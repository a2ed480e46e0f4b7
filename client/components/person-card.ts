import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { DeviceRow, PersonRow } from '../../server/protocol.ts';
import { capital } from '../words/capital.ts';
import { certificateWords, deviceBadge, seenWords } from '../words/device.ts';
import { personWords } from '../words/people.ts';
import { baseStyles } from './base-styles.ts';
import { icon } from './icon.ts';

/**
 * Somebody and their phones.
 *
 * Properties: `person`; `devices`, theirs; `own`, the name of the phone in the hand; `nowMs`, `timeZone`.
 * Events: `person-chosen`, `device-chosen` and `phone-wanted` with the name.
 */
export class PersonCard extends LitElement {
  static override properties = {
    person: { attribute: false },
    devices: { attribute: false },
    own: { attribute: false },
    nowMs: { attribute: false },
    timeZone: { attribute: false },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 4px 8px; }
      button { width: 100%; background: none; justify-content: start; text-align: left; padding: 10px 8px; border-radius: var(--r-s); font: var(--t-label); }
      button > span { flex: 1; min-width: 0; }
      .person { min-height: 64px; }
      .person b { display: block; font: var(--t-title); overflow-wrap: anywhere; }
      .person span span { color: var(--ink-2); }
      .device { min-height: 64px; }
      .device b { display: block; font-weight: 550; overflow-wrap: anywhere; }
      button > svg { color: var(--ink-2); flex: none; }
      small { display: block; color: var(--ink-2); }
      li { border-top: 1px solid var(--line); }
      em { font-style: normal; font-weight: 650; display: inline-flex; gap: 4px; align-items: center; }
      .care { color: var(--care); }
      .watch { color: var(--watch); }
      .add { color: var(--watch); }
    `,
  ];
  declare person: PersonRow;
  declare devices: readonly DeviceRow[];
  declare own: string | null;
  declare nowMs: number;
  declare timeZone: string;

  constructor() {
    super();
    this.devices = [];
    this.own = null;
    this.nowMs = 0;
    this.timeZone = 'UTC';
  }

  protected override render(): TemplateResult {
    const { person } = this;
    return html`<section class="card" aria-labelledby="name">
      <button class="person" @click=${() => this.#tell('person-chosen', person.name)}>
        <span><b id="name">${person.name}</b><span>${personWords(person, this.nowMs, this.timeZone)}</span></span>
        ${icon('forward', 20)}
      </button>
      <ul aria-label="Phones of ${person.name}">
        ${this.devices.map(device => html`<li>${this.#device(device)}</li>`)}
        ${
          this.devices.length === 0
            ? html`<li><button class="add" @click=${() => this.#tell('phone-wanted', person.name)}>
                ${icon('phone')} <span>No phone yet: add one</span></button></li>`
            : nothing
        }
      </ul>
    </section>`;
  }

  #device(device: DeviceRow): TemplateResult {
    const badge = deviceBadge(device, this.nowMs);
    const isOwn = device.name === this.own;
    const seen = isOwn ? 'this phone' : seenWords(device.lastSeenAt, this.nowMs, this.timeZone);
    return html`<button class="device" @click=${() => this.#tell('device-chosen', device.name)}>
      ${icon('phone')}
      <span><b>${device.name}</b>
        ${badge ? html`<em class=${badge.tone}>${icon(badge.word === 'Suspended' ? 'pause' : 'clock', 20)} ${badge.word}</em>` : nothing}
        <small>${certificateWords(device, this.nowMs, this.timeZone)}</small>
        <small>${capital(seen)}${device.appAt === null ? '' : ' · on the Home Screen'}</small>
      </span>
      ${icon('forward', 20)}
    </button>`;
  }

  #tell(kind: 'person-chosen' | 'device-chosen' | 'phone-wanted', name: string): void {
    this.dispatchEvent(new CustomEvent<string>(kind, { detail: name }));
  }
}

customElements.define('sec-person-card', PersonCard);
