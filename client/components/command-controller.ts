import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { refusalWords } from '../words/refusal.ts';

/** One command at a time, and why the last one was refused. */
export class CommandController implements ReactiveController {
  #host: ReactiveControllerHost;
  #error: unknown = null;
  #isBusy = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Null when the last command was not refused. */
  get error(): unknown {
    return this.#error;
  }

  get refused(): string | null {
    return this.#error === null ? null : refusalWords(this.#error);
  }

  hostConnected(): void {
    this.#error = null;
  }

  forget(): void {
    this.#error = null;
    this.#host.requestUpdate();
  }

  /** Whether it was done; while one is under way nothing else is. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    this.#error = null;
    this.#host.requestUpdate();
    try {
      await work();
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    } finally {
      this.#isBusy = false;
      this.#host.requestUpdate();
    }
  }
}
