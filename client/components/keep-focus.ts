import type { LitElement, ReactiveController } from 'lit';

/**
 * Takes the focus when a render takes away what had it. Not to another button: the next Enter would
 * press that one.
 */
export class KeepFocus implements ReactiveController {
  #host: LitElement;
  #hadFocus = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.tabIndex = -1;
  }

  hostUpdate(): void {
    this.#hadFocus = this.#host.shadowRoot?.activeElement != null;
  }

  hostUpdated(): void {
    const isGone = this.#hadFocus && this.#host.shadowRoot?.activeElement == null;
    if (isGone) this.#host.focus({ preventScroll: true });
  }
}
