import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Heard, leftMs, secondsOf } from '../data/countdown.ts';

/** Renders its host anew at each second of a delay that runs. */
export class CountdownController implements ReactiveController {
  #host: ReactiveControllerHost;
  #heard: Heard = { status: null, steadyMs: null };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whole seconds that are left, by the phone's steady clock; null when nobody knows. */
  follow(heard: Heard): number | null {
    this.#heard = heard;
    const left = leftMs(heard, performance.now());
    return left === null ? null : secondsOf(left);
  }

  hostUpdated(): void {
    clearTimeout(this.#timer);
    const left = leftMs(this.#heard, performance.now());
    if (left === null || left === 0) return;
    // A moment after the second is over, so that it is over by every rounding.
    this.#timer = setTimeout(() => this.#host.requestUpdate(), (left % 1000 || 1000) + 5);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
