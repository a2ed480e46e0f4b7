import { errorText } from '../errors.ts';
import type { OpenOutput, Output, OutputOptions } from '../gpio/output.ts';
import type { Log } from '../log.ts';

/** An output that is opened anew until it can be had. Nothing that was asked of it is made up for but `want`. */
export interface KeptOutput {
  /** It is on at this moment, as far as anybody knows. */
  readonly isActive: boolean;
  /** Why it cannot be used now, in words that name the fix; null when it can. */
  readonly trouble: string | null;
  /** Is to be so, as soon as the line takes it. */
  want(isActive: boolean): void;
  /** @throws LineError when it could not be set now; it stays wanted */
  set(isActive: boolean): Promise<void>;
  /** Nothing at all when it is on anyhow. @throws LineError */
  pulse(ms: number): Promise<void>;
  /** Puts it to rest and gives it back. */
  close(): Promise<void>;
}

export interface OutputRooms {
  open: OpenOutput;
  log: Log;
  /** Told when it is on or off, well or not, otherwise than before. */
  onChange(): void;
}

const retryMs = 5_000;

/** Takes the output over at once, and puts it to rest. */
export function keepOutput(options: OutputOptions, rooms: OutputRooms): KeptOutput {
  let output: Output | undefined;
  let isWanted = false;
  let isActive = false;
  let trouble: string | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function note(nextActive: boolean, nextTrouble: string | null): void {
    if (nextActive === isActive && nextTrouble === trouble) return;
    isActive = nextActive;
    trouble = nextTrouble;
    rooms.onChange();
  }

  /** One after the other, and the next one whatever became of the last. */
  function inTurn(work: (line: Output) => Promise<void>): Promise<void> {
    const turn = last.then(() => attempt(work));
    last = turn.catch(() => undefined);
    return turn;
  }

  async function attempt(work: (line: Output) => Promise<void>): Promise<void> {
    if (isClosed) throw new Error('the hub stops');
    clearTimeout(retry);
    try {
      output ??= await rooms.open(options);
      await work(output);
      note(isActive, null);
    } catch (error) {
      const words = errorText(error);
      if (trouble === null) rooms.log.error('an output cannot be used', { error: words });
      await output?.close().catch(() => undefined);
      output = undefined;
      note(false, words);
      // It only ever comes back to what is wanted of it then: at rest, or on.
      retry = setTimeout(settle, retryMs).unref();
      throw error;
    }
  }

  async function apply(line: Output): Promise<void> {
    const goal = isWanted;
    await line.set(goal);
    note(goal, null);
  }

  function settle(): void {
    inTurn(apply).catch(() => undefined);
  }

  settle();
  return {
    get isActive() {
      return isActive;
    },
    get trouble() {
      return trouble;
    },
    want(next) {
      if (next === isWanted) return;
      isWanted = next;
      settle();
    },
    set(next) {
      isWanted = next;
      return inTurn(apply);
    },
    pulse: ms => inTurn(async line => (isWanted ? undefined : line.pulse(ms))),
    async close() {
      isWanted = false;
      isClosed = true;
      await last;
      clearTimeout(retry);
      await output?.close();
    },
  };
}
