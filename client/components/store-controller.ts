import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Store } from '../data/store.ts';

/**
 * Renders its host after a store's change, at most once a frame: a stream can bring hundreds of
 * changes between two.
 */
export class StoreController<T> implements ReactiveController {
  #host: ReactiveControllerHost;
  #store: Store<T> | null = null;
  #stop: (() => void) | null = null;
  #frame = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Follows this store from now on, and returns its value. */
  follow(store: Store<T>): T {
    if (store !== this.#store) {
      this.hostDisconnected();
      this.#store = store;
      this.hostConnected();
    }
    return store.value;
  }

  hostConnected(): void {
    this.#stop ??= this.#store?.subscribe(() => this.#schedule()) ?? null;
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#host.requestUpdate();
    });
  }
}
