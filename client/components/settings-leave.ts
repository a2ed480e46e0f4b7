import type { LitElement, ReactiveController } from 'lit';

interface Leaving {
  /** Whether something would be lost. */
  isDirty(): boolean;
  /** Whether the path is still of these pages. */
  isInside(path: string): boolean;
  /** Somebody is about to leave; `go` lets them. */
  ask(go: () => void): void;
}

/**
 * Stops whoever leaves with something unsaved, by a link, by going back, or by closing the page, whose own
 * question is the browser's.
 */
export class SettingsLeave implements ReactiveController {
  #leaving: Leaving;
  #inside = location.pathname;

  constructor(host: LitElement, leaving: Leaving) {
    this.#leaving = leaving;
    host.addController(this);
  }

  hostConnected(): void {
    this.#inside = location.pathname;
    // Before the app hears of it.
    addEventListener('click', this.#click, true);
    addEventListener('route-leaving', this.#back);
    addEventListener('beforeunload', this.#unload);
  }

  hostDisconnected(): void {
    removeEventListener('click', this.#click, true);
    removeEventListener('route-leaving', this.#back);
    removeEventListener('beforeunload', this.#unload);
  }

  hostUpdated(): void {
    if (this.#leaving.isInside(location.pathname)) this.#inside = location.pathname;
  }

  #click = (event: MouseEvent) => {
    const anchor = event.composedPath().find(node => node instanceof HTMLAnchorElement);
    if (!anchor || anchor.origin !== location.origin || anchor.target) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (this.#leaving.isInside(anchor.pathname) || !this.#leaving.isDirty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#leaving.ask(() => anchor.click());
  };

  #back = (event: Event) => {
    if (this.#leaving.isInside(location.pathname) || !this.#leaving.isDirty()) return;
    event.preventDefault();
    // It has happened already: the address is put back until there is an answer.
    history.pushState(null, '', this.#inside);
    this.#leaving.ask(() => history.back());
  };

  #unload = (event: BeforeUnloadEvent) => {
    if (this.#leaving.isDirty()) event.preventDefault();
  };
}
