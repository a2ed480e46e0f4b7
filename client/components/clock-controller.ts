import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Often enough for "12 min ago" and for a day that ends while the screen is on. */
const EVERY_MS = 15_000;

/** Renders its host anew as time goes by. */
export class ClockController implements ReactiveController {
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get nowMs(): number {
    return Date.now();
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), EVERY_MS);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
