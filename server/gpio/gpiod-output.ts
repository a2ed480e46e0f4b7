import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, errorText } from '../errors.ts';
import type { ToolRun } from './gpiod-child.ts';
import type { Tools } from './gpiod-tools.ts';
import { LineError } from './line.ts';
import { BrokenPulse, type Output, type OutputOptions } from './output.ts';
import { createTurns } from './turns.ts';

const retakeMs = 1000;

/** gpioset was refused the line, or could not be started; whatever else ended it, it may have had it. */
const neverBegan = (error: Error) => errorCode(error) !== 'EGPIOD';

/**
 * A line that a gpioset holds at its level, and that another one takes over for the next. In between it is let
 * go of, as it is before the hub starts: what is wired to it must rest then. A gpioset that somebody ended is
 * started anew, at the same level, and whoever asked to be told hears of it when that fails.
 */
export class GpiodOutput implements Output {
  readonly #tools: Tools;
  readonly #options: OutputOptions;
  readonly #inTurn = createTurns();
  readonly #closing = new AbortController();
  #holder: ToolRun | undefined;
  #isActive = false;
  #onLost: ((error: LineError) => void) | undefined;

  /** @throws LineError that names the fix */
  static async open(tools: Tools, options: OutputOptions): Promise<GpiodOutput> {
    const output = new GpiodOutput(tools, options);
    await output.#hold(false);
    return output;
  }

  private constructor(tools: Tools, options: OutputOptions) {
    this.#tools = tools;
    this.#options = options;
  }

  set(isActive: boolean): Promise<void> {
    return this.#inTurn(() => this.#hold(isActive));
  }

  onLost(listener: (error: LineError) => void): void {
    this.#onLost = listener;
  }

  /**
   * gpioset ends it, and outlives the hub for that. Version 2 puts the line to rest before it ends; version 1
   * only lets go of it, and where the kernel leaves it as it was then, the hub puts it to rest, now or when it
   * starts again.
   */
  pulse(ms: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseClosed();
      await this.#letGo();
      const { line } = this.#options;
      const { dialect, chip } = this.#tools;
      const run = this.#tools.release('gpioset', dialect.pulse(chip, line, this.#level(true), ms));
      const stop = () => void run.stop();
      this.#closing.signal.addEventListener('abort', stop);
      const { error } = await run.ended;
      this.#closing.signal.removeEventListener('abort', stop);
      this.#isActive = false;
      if (this.#closing.signal.aborted) return;
      const [rested] = await Promise.allSettled([this.#hold(false)]);
      if (error && neverBegan(error)) throw await this.#tools.explain(line, error);
      const failure = error ?? (rested.status === 'rejected' ? rested.reason : undefined);
      if (failure) throw new BrokenPulse(errorText(failure), { cause: failure });
    });
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#inTurn(async () => {
      await this.#letGo();
      // Some kernels leave a line that is let go of as it was.
      const { dialect, chip } = this.#tools;
      const { line } = this.#options;
      await this.#tools.run(line, 'gpioset', dialect.setOnce(chip, line, this.#level(false)));
    });
  }

  #level(isActive: boolean): 0 | 1 {
    return isActive === this.#options.activeLow ? 0 : 1;
  }

  #refuseClosed(): void {
    if (!this.#closing.signal.aborted) return;
    throw new LineError('ECLOSED', this.#options.line, 'it was set after it was closed');
  }

  async #hold(isActive: boolean): Promise<void> {
    this.#refuseClosed();
    if (this.#holder && !this.#holder.isEnded() && this.#isActive === isActive) return;
    const { dialect, chip } = this.#tools;
    const { line } = this.#options;
    if (!this.#holder || this.#holder.isEnded()) await this.#tools.refuseHeld(line);
    await this.#letGo();
    this.#isActive = isActive;
    const args = dialect.hold(chip, line, this.#level(isActive));
    const holder = await this.#tools.hold(line, 'gpioset', args);
    this.#holder = holder;
    void holder.ended.then(() => this.#retake(holder));
  }

  async #letGo(): Promise<void> {
    const holder = this.#holder;
    this.#holder = undefined;
    await holder?.stop();
  }

  async #retake(holder: ToolRun): Promise<void> {
    let isTold = false;
    while (this.#holder === holder && !this.#closing.signal.aborted) {
      try {
        await this.#inTurn(async () => {
          if (this.#holder === holder) await this.#hold(this.#isActive);
        });
      } catch (error) {
        // Whoever sets it next is told too, and until then it is tried again.
        this.#holder ??= holder;
        if (!isTold) this.#onLost?.(await this.#tools.explain(this.#options.line, error));
        isTold = true;
        await sleep(retakeMs, undefined, { ref: false });
      }
    }
  }
}
