import type { Clock } from '../clock.ts';
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
  /**
   * Nothing at all when it is on anyhow.
   *
   * @param isRight asked when its turn comes
   * @throws LineError, BrokenPulse, or an error that says why it was not made: it is never made up for later
   */
  pulse(ms: number, isRight?: () => boolean): Promise<void>;
  /** @param listener called whenever it cannot be used any more */
  onTrouble(listener: () => void): void;
  /** Puts it to rest and gives it back. */
  close(): Promise<void>;
}

export interface OutputRooms {
  open: OpenOutput;
  log: Log;
  clock: Pick<Clock, 'steady'>;
  /** Told when it is on or off, well or not, otherwise than before. */
  onChange(): void;
}

const retryMs = 5_000;
/** A pulse that waited for longer is not what somebody wants any more. */
const latestMs = 1_000;
const stopping = 'the hub stops';

/** Takes the output over at once, and puts it to rest. */
export function keepOutput(options: OutputOptions, rooms: OutputRooms): KeptOutput {
  let output: Output | undefined;
  let isWanted = false;
  let isActive = false;
  let trouble: string | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  const listeners: (() => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();

  function note(nextActive: boolean, nextTrouble: string | null): void {
    if (isClosed || (nextActive === isActive && nextTrouble === trouble)) return;
    if (trouble === null && nextTrouble !== null) {
      rooms.log.error('an output cannot be used', { error: nextTrouble });
    }
    isActive = nextActive;
    trouble = nextTrouble;
    rooms.onChange();
    if (trouble !== null) for (const listener of listeners) listener();
  }

  /** One after the other, and the next one whatever became of the last. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function attempt(work: (line: Output) => Promise<void>): Promise<void> {
    if (isClosed) throw new Error(stopping);
    clearTimeout(retry);
    try {
      output ??= await open();
      await work(output);
      note(isActive, null);
    } catch (error) {
      await giveUp(error);
      throw error;
    }
  }

  async function open(): Promise<Output> {
    const line = await rooms.open(options);
    line.onLost?.(error => {
      if (line !== output) return;
      // At once, before whoever relies on it goes on.
      note(false, errorText(error));
      void inTurn(async () => {
        if (line === output) await giveUp(error);
      });
    });
    return line;
  }

  async function giveUp(error: unknown): Promise<void> {
    if (isClosed) return;
    await output?.close().catch(() => undefined);
    output = undefined;
    note(false, errorText(error));
    // It only ever comes back to what is wanted of it then: at rest, or on.
    clearTimeout(retry);
    retry = setTimeout(settle, retryMs).unref();
  }

  async function pulse(ms: number, askedAt: number, isRight: () => boolean): Promise<void> {
    if (isClosed) throw new Error(stopping);
    if (rooms.clock.steady() - askedAt > latestMs) throw new Error('its turn came too late');
    if (!isRight()) throw new Error('it is not wanted any more');
    if (!output) throw new Error(trouble ?? 'it is not open yet');
    await attempt(async line => (isWanted ? undefined : line.pulse(ms)));
  }

  async function apply(line: Output): Promise<void> {
    const goal = isWanted;
    await line.set(goal);
    note(goal, null);
  }

  function settle(): void {
    inTurn(() => attempt(apply)).catch(() => undefined);
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
      return inTurn(() => attempt(apply));
    },
    pulse(ms, isRight = () => true) {
      const askedAt = rooms.clock.steady();
      return inTurn(() => pulse(ms, askedAt, isRight));
    },
    onTrouble: listener => void listeners.push(listener),
    async close() {
      isWanted = false;
      isClosed = true;
      isActive = false;
      trouble = stopping;
      // A pulse that runs is cut, and does not keep the line from its rest.
      await Promise.all([output?.close(), last]);
      clearTimeout(retry);
      // It may have been opened meanwhile.
      await output?.close();
    },
  };
}
