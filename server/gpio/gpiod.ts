import { setTimeout as sleep } from 'node:timers/promises';
import { GpiodLine, type Looks } from './gpiod-line.ts';
import { GpiodOutput } from './gpiod-output.ts';
import { type GpiodPlace, openTools, type Tools } from './gpiod-tools.ts';
import { checkHeaderLine } from './header.ts';
import { LineError, type OpenLine } from './line.ts';
import type { OpenOutput } from './output.ts';
import { findSysfsNumber, unexport } from './sysfs.ts';
import { freeOutput } from './sysfs-output.ts';
import { createTurns } from './turns.ts';

/** A pulse of a hub that was killed ends by itself. */
const pulseTries = 12;
const pulsePauseMs = 250;

/**
 * Lines through the kernel's character device, by libgpiod's command-line tools (Debian's `gpiod`, versions 1
 * and 2): they set the bias, the kernel times the edges, and keeps them while the hub is busy.
 *
 * @param looks for a test that does not wait
 */
export function createGpiodDriver(
  place: GpiodPlace,
  looks?: Looks,
): { openLine: OpenLine; openOutput: OpenOutput } {
  const inTurn = createTurns();
  let found: Promise<Tools> | undefined;

  /** What the tools and the chip are is asked anew after anything has failed. */
  async function withTools<T>(line: number, use: (tools: Tools) => Promise<T>): Promise<T> {
    checkHeaderLine(line);
    try {
      found ??= openTools(line, place);
      // A failure names its line, which is another one's for whoever waited too.
      return await use(await found.catch(() => openTools(line, place)));
    } catch (error) {
      found = undefined;
      throw error;
    }
  }

  return {
    openLine: options =>
      withTools(options.line, async tools => {
        const open = () => GpiodLine.open(tools, options, inTurn, looks);
        try {
          return await open();
        } catch (error) {
          if (!isLeftOver(error)) throw error;
          await unexport(await findSysfsNumber(options.line, place.sysfs), place.sysfs ?? {});
          return await open();
        }
      }),
    openOutput: options =>
      withTools(options.line, async tools => {
        for (let tries = 1; ; tries++) {
          try {
            return await GpiodOutput.open(tools, options);
          } catch (error) {
            if (tries === pulseTries) throw error;
            if (isLeftOver(error)) await freeOutput(options, place.sysfs ?? {});
            else if (!isOwnPulse(error)) throw error;
          }
          await sleep(pulsePauseMs);
        }
      }),
  };
}

/** The other driver’s, of a hub that was killed; it takes such lines over as well. */
function isLeftOver(error: unknown): boolean {
  return error instanceof LineError && error.code === 'EBUSY' && error.holder === 'sysfs';
}

function isOwnPulse(error: unknown): boolean {
  const { holder = '' } = error instanceof LineError && error.code === 'EBUSY' ? error : {};
  return holder === 'sec53' || holder === 'gpioset';
}
