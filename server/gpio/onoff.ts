import type { Gpio } from 'onoff';
import { explainFault } from './fault.ts';
import { findHolder } from './holder.ts';
import { type Line, LineError, type LineLevel, type LineOptions, type OpenLine } from './line.ts';
import { completePlace, findSysfsNumber, type SysfsPlace, unexport } from './sysfs.ts';

const watchdogMs = 1000;

/**
 * The line of `/boot/firmware/config.txt` that gives a line its bias at boot. sysfs, and so onoff, cannot
 * set it; undefined when none is asked for.
 */
export function biasHint({ line, bias }: LineOptions): string | undefined {
  if (bias === 'none') return undefined;
  return `gpio=${line}=ip,${bias === 'pull-up' ? 'pu' : 'pd'}`;
}

class OnoffLine implements Line {
  readonly #gpio: Gpio;
  readonly #options: LineOptions;
  #level: LineLevel;
  #fault: LineError | undefined;
  #isReleased = false;
  #watchdog: NodeJS.Timeout | undefined;
  #onFault: ((error: LineError) => void) | undefined;

  constructor(gpio: Gpio, options: LineOptions) {
    this.#gpio = gpio;
    this.#options = options;
    this.#level = gpio.readSync();
    // onoff reads in its own callback and lets the error of a lost line escape to the process.
    const readSync = gpio.readSync.bind(gpio);
    gpio.readSync = () => {
      try {
        this.#level = readSync();
      } catch (error) {
        this.#lose(error);
      }
      return this.#level;
    };
  }

  read(): LineLevel {
    if (this.#fault === undefined && this.#isReleased) {
      throw new LineError('ECLOSED', this.#options.line, 'it was read after it was closed');
    }
    this.#check();
    if (this.#fault !== undefined) throw this.#fault;
    return this.#level;
  }

  watch(onEdge: (level: LineLevel, at: number) => void, onFault: (error: LineError) => void): void {
    this.#onFault = onFault;
    let reported = this.#level;
    let isOverdue = false;
    const report = (level: LineLevel) => {
      const at = Date.now();
      reported = level;
      isOverdue = false;
      if (this.#fault === undefined && !this.#isReleased) onEdge(level, at);
    };
    this.#gpio.watch((error, level) => {
      if (error) this.#lose(error);
      report(level);
    });
    // A line that is taken away while it is quiet wakes nobody, and neither does a lost edge.
    this.#watchdog = setInterval(() => {
      if (!this.#check() || this.#level === reported) isOverdue = false;
      // An edge may be on its way through the event loop; only the next look tells.
      else if (isOverdue) report(this.#level);
      else isOverdue = true;
    }, watchdogMs);
  }

  async close(): Promise<void> {
    this.#release();
  }

  /** Reads level and settings; false when the line is at fault. */
  #check(): boolean {
    if (this.#fault !== undefined) return false;
    try {
      this.#gpio.readSync();
      if (this.#fault === undefined) this.#checkSetting();
    } catch (error) {
      this.#lose(error);
    }
    return this.#fault === undefined;
  }

  /** Any program may rewrite the line's settings, and nothing tells of it. */
  #checkSetting(): void {
    const { line, activeLow } = this.#options;
    const direction = this.#gpio.direction();
    if (direction !== 'in') {
      throw new LineError(
        'EDIRECTION',
        line,
        `another program made it an output ("${direction}"), which can harm what is wired to it: stop that program`,
      );
    }
    if (this.#gpio.edge() !== 'both') this.#gpio.setEdge('both');
    if (this.#gpio.activeLow() !== activeLow) this.#gpio.setActiveLow(activeLow);
  }

  #lose(error: unknown): void {
    if (this.#fault !== undefined || this.#isReleased) return;
    this.#fault = explainFault(this.#options.line, error);
    // The poller must not be taken apart from within its own callback.
    setImmediate(() => this.#release());
    this.#onFault?.(this.#fault);
  }

  #release(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    clearInterval(this.#watchdog);
    try {
      this.#gpio.unexport();
    } catch {
      // Nothing is left to give back when the line was lost.
    }
  }
}

/**
 * Lines through sysfs, by onoff. The bias is left as the firmware set it.
 *
 * @param place for a kernel whose header chip has another label
 * @param warn is told once of each line whose bias nobody sets
 */
export function createOnoffDriver(
  place: SysfsPlace = {},
  warn: (text: string, fields: { line: number; hint: string }) => void = () => undefined,
): OpenLine {
  const told = new Set<number>();
  return async options => {
    const { line, activeLow } = options;
    const hint = biasHint(options);
    if (hint !== undefined && !told.has(line)) {
      told.add(line);
      warn('this driver cannot set a bias; put the hint into config.txt, or solder a resistor', {
        line,
        hint,
      });
    }
    const number = await findSysfsNumber(line, place);
    try {
      // onoff would take a left-over over, and swallow the errors of setting it up.
      await unexport(number, place);
      // Only now: its native part does not load on systems without epoll.
      const onoff = await import('onoff');
      return new OnoffLine(new onoff.Gpio(number, 'in', 'both', { activeLow }), options);
    } catch (error) {
      throw explainFault(line, error, await findHolder(number, completePlace(place).holders));
    }
  };
}
