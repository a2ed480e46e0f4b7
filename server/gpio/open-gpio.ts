import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { Refusal } from '../errors.ts';
import type { Log } from '../log.ts';
import { chooseDriver, type FactPlace, readGpioFacts } from './choose-driver.ts';
import { LineError, type OpenLine } from './line.ts';
import type { OpenOutput } from './output.ts';

export interface Gpio {
  openLine: OpenLine;
  openOutput: OpenOutput;
}

export interface GpioRooms extends FactPlace {
  log: Pick<Log, 'info' | 'warn'>;
  labels?: readonly string[] | undefined;
  /** How long a system that has just started may take to show its GPIO. */
  patienceMs?: number;
}

const pauseMs = 500;

/**
 * The driver that the configuration names, or that fits this system best. Loads no other.
 *
 * @throws Refusal with the fix when `auto` finds none
 */
export async function openGpio(
  wanted: Config['sensors']['driver'],
  rooms: GpioRooms,
): Promise<Gpio> {
  const driver = wanted === 'auto' ? await chooseForHere(rooms) : wanted;
  const { environment, labels, log } = rooms;
  const sysfs = { labels, ...rooms.sysfs };
  if (driver === 'gpiod') {
    const { createGpiodDriver } = await import('./gpiod.ts');
    return createGpiodDriver({ environment, labels, sysfs });
  }
  if (driver === 'onoff') {
    const { createOnoffDriver } = await import('./onoff.ts');
    const { createSysfsOutputs } = await import('./sysfs-output.ts');
    return {
      openLine: createOnoffDriver(sysfs, (text, fields) => log.warn(text, fields)),
      openOutput: createSysfsOutputs(sysfs),
    };
  }
  return { openLine: refuse, openOutput: refuse };

  async function refuse({ line }: { line: number }): Promise<never> {
    throw new LineError('ENODRIVER', line, `sensors.driver is ${driver}, which touches no wire`);
  }
}

async function chooseForHere({ log, patienceMs = 5000, ...place }: GpioRooms) {
  const started = performance.now();
  for (;;) {
    const facts = await readGpioFacts(place);
    try {
      const { driver, why } = chooseDriver(facts);
      log.info('the GPIO driver is chosen', { driver, why });
      return driver;
    } catch (error) {
      if (!(error instanceof Refusal) || performance.now() - started >= patienceMs) throw error;
    }
    await sleep(pauseMs);
  }
}
