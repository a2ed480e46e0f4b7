import type { LitElement, ReactiveController } from 'lit';

/** Opens its host's dialog when it is first there. */
export class DialogController implements ReactiveController {
  #host: LitElement;
  #isEnded = false;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    const dialog = this.#dialog;
    if (dialog && !dialog.open && !this.#isEnded) dialog.showModal();
  }

  /**
   * Closes the dialog and tells the host's parent. Closed before it is taken away: the browser then
   * gives the focus back to where it was.
   */
  end(event: Event): void {
    this.#isEnded = true;
    this.#dialog?.close();
    this.#host.dispatchEvent(event);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog');
  }
}
