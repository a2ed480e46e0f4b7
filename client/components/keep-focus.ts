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

  hostUpdate(): void {
    this.#hadFocus = this.#host.shadowRoot?.activeElement != null;
  }

  hostUpdated(): void {
    const isGone = this.#hadFocus && this.#host.shadowRoot?.activeElement == null;
    if (!isGone) return;
    // For this moment alone: within a host that has a tab index of -1 the keyboard reaches nothing.
    this.#host.tabIndex = -1;
    this.#host.addEventListener('blur', () => this.#host.removeAttribute('tabindex'), {
      once: true,
    });
    this.#host.focus({ preventScroll: true });
  }
}
