import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Polled, PolledState } from '../data/polled.ts';

/** Asks for something while its host is on the screen, and renders the host after each answer. */
export class PolledController<T> implements ReactiveController {
  #host: ReactiveControllerHost;
  #polled: Polled<T> | null = null;
  #stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Asks for this from now on, and no more for what was asked for before. */
  use(polled: Polled<T>): void {
    this.hostDisconnected();
    this.#polled = polled;
    this.hostConnected();
  }

  get state(): PolledState<T> {
    return this.#polled?.state.value ?? { value: null, error: null };
  }

  refresh(gapMs?: number): void {
    this.#polled?.refresh(gapMs);
  }

  hostConnected(): void {
    if (!this.#polled) return;
    this.#stop ??= this.#polled.state.subscribe(() => this.#host.requestUpdate());
    this.#polled.start();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
    this.#polled?.stop();
  }
}
