import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { House } from '../data/house.ts';

/** Says when a sensor or the incident changed, or the connection is back, while its host is shown. */
export class NewsController implements ReactiveController {
  #onNews: () => void;
  #house: House | null = null;
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, onNews: () => void) {
    this.#onNews = onNews;
    host.addController(this);
  }

  follow(house: House): void {
    if (house === this.#house) return;
    this.hostDisconnected();
    this.#house = house;
    this.hostConnected();
  }

  hostConnected(): void {
    if (!this.#house || this.#stops.length > 0) return;
    const { status, link } = this.#house;
    let last = status.value.status;
    this.#stops = [
      status.subscribe(() => {
        const now = status.value.status;
        const isNews = now?.sensors !== last?.sensors || now?.incident !== last?.incident;
        last = now;
        if (isNews) this.#onNews();
      }),
      link.subscribe(() => {
        if (link.value === 'live') this.#onNews();
      }),
    ];
  }

  hostDisconnected(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
