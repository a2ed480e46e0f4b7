import { setTimeout as sleep } from 'node:timers/promises';
import { createEdgeClock } from './edge-clock.ts';
import type { ToolRun } from './gpiod-child.ts';
import { readEdge } from './gpiod-dialect.ts';
import type { Tools } from './gpiod-tools.ts';
import { type Line, LineError, type LineLevel, type LineOptions } from './line.ts';
import type { createTurns } from './turns.ts';

/** When the level is read anew; see `GpiodLine`. */
export interface Looks {
  /** After so long without an edge, when the edges before were odd. */
  quietMs: number;
  /** Between two of them, however odd it is. */
  pauseMs: number;
  /** Without any reason, give or take a quarter: no two lines are let go of within the same moment. */
  everyMs: number;
  /** After the start, since what came within its gap stands until the level is read anew. */
  firstMs: number;
  /** Before one that failed is tried again. */
  retryMs: number;
}

const defaultLooks: Looks = {
  ...{ quietMs: 1000, pauseMs: 60_000, everyMs: 3_600_000, firstMs: 60_000, retryMs: 500 },
};
const lookTries = 3;
/** What the kernel keeps for a reader that is late; of more it drops some. */
const queueLength = 16;

/**
 * A line that a gpiomon of its own holds, so that its trouble and its bias are its own too. The kernel lets
 * nobody else touch it meanwhile, not even to read it: the level is what was read before, and the edges
 * since.
 *
 * Between that reading and gpiomon there is a gap, some milliseconds long, whose edges nobody hears. Reading
 * anew needs another such gap, so that it is done rarely: when edges contradict each other, or when there
 * were so many that the kernel may have dropped some, a minute after the start, and once an hour. A level that differs is reported as
 * an edge. An edge that repeats the level is a pulse: the kernel says what it found a moment later. It may as
 * well be the end of what began within the gap; nothing tells these apart, and pulses are the more likely by
 * far, so that no trip is made of it.
 */
export class GpiodLine implements Line {
  readonly #tools: Tools;
  readonly #options: LineOptions;
  readonly #looks: Looks;
  readonly #timeOf = createEdgeClock();
  #monitor: ToolRun | undefined;
  #level: LineLevel;
  #fault: LineError | undefined;
  #isClosed = false;
  #onEdge: ((level: LineLevel, at: number) => void) | undefined;
  #onFault: ((error: LineError) => void) | undefined;
  #looking: Promise<void> | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  readonly #inTurn: InTurn;
  readonly #everyMs: number;
  #lookedAt = performance.now();
  #lastEdge = Number.NEGATIVE_INFINITY;
  /** Since the line last was quiet. */
  #edges = 0;
  #isOdd = false;
  #isConfirmed = false;

  /**
   * @param inTurn has one line at a time read anew
   * @throws LineError that names the fix
   */
  static async open(
    tools: Tools,
    options: LineOptions,
    inTurn: InTurn,
    looks = defaultLooks,
  ): Promise<GpiodLine> {
    // The first reading sets the bias, and the second reads what it has made of the line.
    if (options.bias !== 'none') await readLevel(tools, options);
    const level = await readLevel(tools, options);
    const line = new GpiodLine(tools, options, level, inTurn, looks);
    await line.#startMonitor();
    return line;
  }

  private constructor(
    tools: Tools,
    options: LineOptions,
    level: LineLevel,
    inTurn: InTurn,
    looks: Looks,
  ) {
    this.#tools = tools;
    this.#options = options;
    this.#level = level;
    this.#inTurn = inTurn;
    this.#looks = looks;
    this.#everyMs = looks.everyMs * (0.75 + Math.random() / 2);
  }

  read(): LineLevel {
    if (this.#fault) throw this.#fault;
    if (this.#isClosed) {
      throw new LineError('ECLOSED', this.#options.line, 'it was read after it was closed');
    }
    return this.#logical();
  }

  watch(onEdge: (level: LineLevel, at: number) => void, onFault: (error: LineError) => void): void {
    this.#onEdge = onEdge;
    this.#onFault = onFault;
    // It may have been lost before anybody listened.
    if (this.#fault) onFault(this.#fault);
    else this.#lookLater();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#lookTimer);
    await this.#looking;
    await this.#monitor?.stop();
  }

  #logical(): LineLevel {
    return this.#options.activeLow ? (this.#level === 1 ? 0 : 1) : this.#level;
  }

  async #startMonitor(): Promise<void> {
    const { dialect, chip } = this.#tools;
    const { line } = this.#options;
    const args = dialect.monitor(chip, this.#options);
    const monitor = await this.#tools.hold(line, 'gpiomon', args, text => this.#take(text));
    this.#monitor = monitor;
    void monitor.ended.then(({ error }) => {
      if (this.#monitor !== monitor || this.#isClosed) return;
      const why = error?.message ?? 'it was asked to end';
      this.#lose(new LineError('EENDED', line, `gpiomon, which watches it, has ended: ${why}`));
    });
  }

  #take(text: string): void {
    const edge = readEdge(this.#tools.dialect, text);
    if (!edge || this.#isClosed || this.#fault) return;
    const isBurst = edge.monotonicMs - this.#lastEdge < this.#looks.quietMs;
    this.#lastEdge = edge.monotonicMs;
    this.#edges = isBurst ? this.#edges + 1 : 1;
    if (edge.level === this.#level || this.#edges >= queueLength) this.#isOdd = true;
    this.#level = edge.level;
    this.#onEdge?.(this.#logical(), this.#timeOf(edge.monotonicMs));
    this.#lookLater();
  }

  /** An edge puts it off: a line that moves is not let go of. */
  #lookLater(): void {
    if (!this.#onEdge || this.#looking !== undefined) return;
    const { quietMs, pauseMs, firstMs } = this.#looks;
    const usualMs = this.#isConfirmed ? this.#everyMs : firstMs;
    const sinceMs = performance.now() - this.#lookedAt;
    clearTimeout(this.#lookTimer);
    this.#lookTimer = setTimeout(
      () => {
        const last = this.#lastEdge;
        // It may have moved while it waited for its turn.
        const look = async () => void (last === this.#lastEdge && (await this.#look()));
        this.#looking = this.#inTurn(look).finally(() => {
          this.#looking = undefined;
          if (!this.#isClosed && !this.#fault) this.#lookLater();
        });
      },
      Math.max(quietMs, (this.#isOdd ? pauseMs : usualMs) - sinceMs),
    );
  }

  /** Lets the line go, reads it and takes it again. */
  async #look(): Promise<void> {
    const monitor = this.#monitor;
    this.#monitor = undefined;
    this.#lookedAt = performance.now();
    await monitor?.stop();
    for (let tries = 1; !this.#isClosed && !this.#fault; tries++) {
      try {
        return await this.#takeAnew();
      } catch (error) {
        if (tries === lookTries) this.#lose(await this.#tools.explain(this.#options.line, error));
        else await sleep(this.#looks.retryMs);
      }
    }
  }

  async #takeAnew(): Promise<void> {
    const level = await readLevel(this.#tools, this.#options);
    this.#isOdd = false;
    this.#isConfirmed = true;
    if (level !== this.#level && !this.#isClosed) {
      this.#level = level;
      this.#onEdge?.(this.#logical(), Date.now());
    }
    if (!this.#isClosed) await this.#startMonitor();
  }

  #lose(fault: LineError): void {
    if (this.#fault || this.#isClosed) return;
    this.#fault = fault;
    clearTimeout(this.#lookTimer);
    this.#onFault?.(fault);
  }
}

type InTurn = ReturnType<typeof createTurns>;

async function readLevel(tools: Tools, options: LineOptions): Promise<LineLevel> {
  const { line } = options;
  const output = await tools.run(line, 'gpioget', tools.dialect.get(tools.chip, options));
  const said = output.trim();
  if (said === '0') return 0;
  if (said === '1') return 1;
  throw new LineError('EGPIOD', line, `gpioget gives no level: ${JSON.stringify(said)}`);
}
