import { access, constants, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, errorText } from '../errors.ts';
import { explainFault } from './fault.ts';
import { findHolder } from './holder.ts';
import { LineError } from './line.ts';
import { BrokenPulse, type OpenOutput, type Output, type OutputOptions } from './output.ts';
import { completePlace, findSysfsNumber, isExported, type SysfsPlace, unexport } from './sysfs.ts';
import { createTurns } from './turns.ts';

/** udev gives a line that was just exported to the group a moment later. */
const permissionTries = 100;
const permissionPauseMs = 20;

/**
 * Makes a line an output at a level in one step, whoever left it in whatever state, and reads it back. An
 * output that is at this level does not move.
 *
 * @throws LineError
 */
async function drive(
  { line }: OutputOptions,
  number: number,
  isHigh: boolean,
  place: SysfsPlace,
): Promise<void> {
  const { root, write, holders } = completePlace(place);
  const folder = join(root, `gpio${number}`);
  const read = async (file: string) => (await readFile(join(folder, file), 'utf8')).trim();
  try {
    // Never unexported first: a driven line would be let go of for a moment.
    if (!(await isExported(number, place))) await write(join(root, 'export'), String(number));
    await untilWritable(join(folder, 'direction'));
    // The kernel makes no output of what is waited on for edges, as by a hub that crashed.
    await write(join(folder, 'edge'), 'none').catch(() => undefined);
    await write(join(folder, 'direction'), isHigh ? 'high' : 'low');
    const [direction, value, turned] = await Promise.all(
      ['direction', 'value', 'active_low'].map(read),
    );
    if (direction !== 'out' || (value === '1') !== (isHigh !== (turned === '1'))) {
      throw new LineError(
        'EDIRECTION',
        line,
        `it does not stay as it was set (direction "${direction}", value ${value}): stop the program that uses it too`,
      );
    }
  } catch (error) {
    throw explainFault(line, error, await findHolder(number, holders));
  }
}

async function untilWritable(file: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await access(file, constants.W_OK);
    } catch (error) {
      if (tries === permissionTries || !['EACCES', 'ENOENT'].includes(errorCode(error)))
        throw error;
    }
    await sleep(permissionPauseMs);
  }
}

/**
 * Puts a line to rest that sysfs holds, and gives it back to the kernel; does nothing with another.
 *
 * @throws LineError
 */
export async function freeOutput(options: OutputOptions, place: SysfsPlace): Promise<void> {
  const number = await findSysfsNumber(options.line, place);
  if (!(await isExported(number, place))) return;
  await drive(options, number, options.activeLow, place);
  await unexport(number, place);
}

class SysfsOutput implements Output {
  readonly #options: OutputOptions;
  readonly #number: number;
  readonly #place: SysfsPlace;
  readonly #inTurn = createTurns();
  readonly #closing = new AbortController();

  constructor(options: OutputOptions, number: number, place: SysfsPlace) {
    this.#options = options;
    this.#number = number;
    this.#place = place;
  }

  set(isActive: boolean): Promise<void> {
    return this.#inTurn(() => this.#drive(isActive));
  }

  /** The hub keeps the end: whoever starts it again puts the line to rest if it dies meanwhile. */
  pulse(ms: number): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#drive(true);
      } catch (error) {
        if (!this.#closing.signal.aborted) await this.#drive(false);
        throw error;
      }
      await sleep(ms, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      // What closes it puts it to rest itself.
      if (this.#closing.signal.aborted) return;
      await this.#drive(false).catch(error => {
        throw new BrokenPulse(errorText(error), { cause: error });
      });
    });
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#inTurn(() => freeOutput(this.#options, this.#place));
  }

  async #drive(isActive: boolean): Promise<void> {
    const { line, activeLow } = this.#options;
    if (this.#closing.signal.aborted) {
      throw new LineError('ECLOSED', line, 'it was set after it was closed');
    }
    await drive(this.#options, this.#number, isActive !== activeLow, this.#place);
  }
}

/** Outputs through sysfs. They stay driven when the hub is killed: see rest-outputs.ts. */
export function createSysfsOutputs(place: SysfsPlace = {}): OpenOutput {
  return async options => {
    const number = await findSysfsNumber(options.line, place);
    await drive(options, number, options.activeLow, place);
    return new SysfsOutput(options, number, place);
  };
}
