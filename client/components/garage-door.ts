import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type {
  GarageCommand,
  GaragePosition,
  GarageRequest,
  GarageStatus,
  Status,
} from '../../server/protocol.ts';
import type { House } from '../data/house.ts';
import { doorAdvice, doorLine, movingMeans, nextCommand, positionWord } from '../words/garage.ts';
import { baseStyles } from './base-styles.ts';
import { CommandController } from './command-controller.ts';
import './confirm-sheet.ts';
import './hold-button.ts';
import { type IconName, icon } from './icon.ts';
import { KeepFocus } from './keep-focus.ts';

const verbs = { open: 'Open', close: 'Close' } as const;

/**
 * Where a garage door is, and the button that moves it when it is held.
 *
 * Properties: `house`, `door`, `status`, `nowMs`; `isPast` when the house cannot be heard.
 */
export class GarageDoor extends LitElement {
  static override properties = {
    house: { attribute: false },
    door: { attribute: false },
    status: { attribute: false },
    nowMs: { attribute: false },
    isPast: { attribute: false },
    asking: { state: true },
    said: { state: true },
  };
  static override styles = [
    baseStyles,
    css`
      .card { padding: 8px 16px 16px; }
      .row { display: grid; grid-template-columns: 28px 1fr auto; gap: 12px; align-items: center; min-height: 60px; padding: 4px 0 8px; }
      .row > svg { color: var(--ink-2); }
      small { display: block; font-variant-numeric: tabular-nums; }
      em { font: var(--t-label); font-style: normal; color: var(--ink-2); }
      .watch em, .watch > svg { color: var(--watch); }
      .care em, .care > svg, .advice, [role='alert'] { color: var(--care); }
      .care em, .watch em { font-weight: 650; }
      .past em, .past > svg { color: var(--ink-3); font-weight: 500; }
      .advice, [role='alert'], .soft { font: var(--t-label); margin: 4px 0 10px; }
      [role='alert'], .soft { margin: 10px 0 0; }
      :host(:focus) { outline: none; }
      sec-hold-button { min-height: var(--touch); }
    `,
  ];
  declare house: House;
  declare door: GarageStatus;
  declare status: Status;
  declare nowMs: number;
  declare isPast: boolean;
  /** Tapped, not held: whether it is meant. */
  declare asking: GarageCommand | null;
  /** Where it is now, for whoever does not see it. */
  declare said: string;

  #command = new CommandController(this);
  #position: GaragePosition | null = null;

  constructor() {
    super();
    new KeepFocus(this);
    this.nowMs = 0;
    this.isPast = false;
    this.asking = null;
    this.said = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { name, position } = this.door;
    if (!changed.has('door') || position === this.#position) return;
    if (this.#position !== null) {
      this.said = `${name}: ${positionWord[position].toLowerCase()}.`;
      // Why it was refused where it was before is past.
      this.#command.forget();
    }
    this.#position = position;
  }

  protected override render(): TemplateResult {
    const { door, status, nowMs, isPast } = this;
    const { position, name } = door;
    const advice = doorAdvice(door);
    const { refused } = this.#command;
    return html`<div class="card">
      <div class="row ${isPast ? 'past' : toneOf(position)}">
        ${icon(drawingOf(position))}
        <span>${name}<small>${doorLine(door, nowMs, status.timeZone)}</small></span>
        <em>${positionWord[position]}</em>
      </div>
      ${advice === '' ? nothing : html`<p class="advice">${advice}</p>`}
      ${this.#button(nextCommand(door, status.sensors))}
      ${isPast ? html`<p class="soft">It cannot be moved while the house is out of reach.</p>` : nothing}
      ${refused === null ? nothing : html`<p role="alert">${refused}</p>`}
      <span class="hidden-words" role="status">${this.said}</span>
      ${this.asking ? this.#sheet(this.asking) : nothing}
    </div>`;
  }

  #button(command: GarageCommand | null): TemplateResult | typeof nothing {
    const { door, isPast } = this;
    const isOff = isPast || this.#command.isBusy;
    if (door.position === 'warning') {
      return html`<button class="big" ?disabled=${isOff} @click=${() => this.#move('open')}>Leave it open</button>`;
    }
    if (door.position === 'opening' || door.position === 'closing') {
      return html`<button class="big" disabled>${positionWord[door.position]}…</button>`;
    }
    if (command === null) return nothing;
    const label = `Hold to ${command}`;
    return html`<sec-hold-button class="plain" label=${label} name="${label} ${door.name}, or tap and confirm"
      drawing=${command === 'open' ? 'garage-open' : 'garage-closed'} .disabled=${isOff}
      @held=${() => this.#move(command)}
      @tapped=${() => {
        this.asking = command;
      }}></sec-hold-button>`;
  }

  #sheet(command: GarageCommand): TemplateResult {
    const verb = verbs[command];
    return html`<sec-confirm-sheet heading="${verb} ${this.door.name}?" text=${movingMeans(command, this.door)}
      confirm="${verb} it now" cancel="Not now"
      @confirmed=${() => {
        this.asking = null;
        void this.#move(command);
      }}
      @cancelled=${() => {
        this.asking = null;
      }}></sec-confirm-sheet>`;
  }

  async #move(command: GarageCommand): Promise<void> {
    const path = `/api/garage/${encodeURIComponent(this.door.id)}`;
    const request: GarageRequest = { command };
    await this.#command.run(() => this.house.order('POST', path, request));
  }
}

function toneOf(position: GaragePosition): string {
  if (position === 'stuck' || position === 'unknown') return 'care';
  return position === 'closed' ? '' : 'watch';
}

function drawingOf(position: GaragePosition): IconName {
  if (position === 'stuck' || position === 'unknown') return 'care';
  return position === 'closed' ? 'garage-closed' : 'garage-open';
}

customElements.define('sec-garage-door', GarageDoor);
