import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';
import type { LineLevel } from '../../../server/gpio/line.ts';
import { createOnoffDriver } from '../../../server/gpio/onoff.ts';
import { findSysfsNumber } from '../../../server/gpio/sysfs.ts';
import { theHeader } from './board.ts';
import { type Check, refuses } from './check.ts';
import { foreign } from './chips.ts';
import { figures } from './figures.ts';
import { lineChecks } from './line-checks.ts';
import { type Pulses, sendPulses } from './pulses.ts';
import { openWatched, watchSensor } from './watched.ts';

const open = createOnoffDriver();
/** Within it the driver finds what it was not told of. */
const watchdogMs = 3000;

/** What is reported of lines that all pulse at once. */
async function hearPulses(numbers: number[], pace: Omit<Pulses, 'files'>): Promise<LineLevel[][]> {
  const { pull, pullFile } = theHeader();
  for (const number of numbers) pull(number, 0);
  const lines = await Promise.all(numbers.map(number => openWatched(open, number)));
  await sendPulses({ files: numbers.map(pullFile), ...pace });
  await pass(watchdogMs);
  await Promise.all(lines.map(line => line.close()));
  return lines.map(({ levels }) => [...levels.all]);
}

/** What is so of sysfs alone, which lets any program do anything to any line. */
const sysfsChecks: Check[] = [
  {
    name: 'onoff: asks the kernel for the number of a line',
    async run() {
      const number = theHeader().sysfsNumber(17);
      assert.equal(await findSysfsNumber(17), number);
      assert.throws(() => foreign.export(17), { code: 'EINVAL' });
    },
  },
  {
    name: 'onoff: says when no chip is a header, and when it has no such line',
    async run() {
      theHeader();
      await refuses(findSysfsNumber(17, { labels: ['pinctrl-rp1'] }), 'ENOCHIP', /usb-relays/);
      const other = { labels: ['raspberrypi-exp-gpio'] };
      await refuses(findSysfsNumber(8, other), 'ERANGE', /only the lines 0 to 7/);
    },
  },
  {
    name: 'onoff: survives that another program takes the line away, and opens it anew',
    async run() {
      const { pull, sysfsNumber } = theHeader();
      pull(5, 0);
      const sensor = await watchSensor(open, 5);
      await sensor.levels.next(level => level === 'closed');
      foreign.unexport(sysfsNumber(5));
      pull(5, 1);
      await sensor.levels.next(level => level === 'fault');
      await sensor.levels.next(level => level === 'open');
      pull(5, 0);
      await sensor.levels.next(level => level === 'closed');
      await sensor.stop();
      assert.match(sensor.health.all[0]?.detail ?? '', /another program took it away/);
    },
  },
  {
    name: 'onoff: notices that another program made it an output, and makes it an input again',
    async run() {
      const { pull, sysfsNumber, level } = theHeader();
      pull(6, 0);
      const sensor = await watchSensor(open, 6);
      foreign.set(sysfsNumber(6), 'edge', 'none');
      foreign.set(sysfsNumber(6), 'direction', 'high');
      await sensor.health.next(({ what }) => what === 'fault');
      await sensor.levels.next(heard => heard === 'closed' && level(6) === 0);
      await sensor.stop();
      assert.match(sensor.health.all[0]?.detail ?? '', /another program made it an output/);
    },
  },
  {
    name: 'onoff: hears edges again that another program had turned off',
    async run() {
      const { pull, sysfsNumber } = theHeader();
      pull(12, 0);
      const line = await openWatched(open, 12);
      foreign.set(sysfsNumber(12), 'edge', 'none');
      pull(12, 1);
      assert.equal(await line.levels.next(), 1);
      pull(12, 0);
      assert.equal(await line.levels.next(), 0);
      await line.close();
    },
  },
  {
    name: 'onoff: loses no pulse of 40 ms at 100 edges a second',
    async run() {
      const heard = await hearPulses([20, 21, 26, 27], { count: 50, highMs: 40, lowMs: 40 });
      for (const levels of heard) {
        assert.deepEqual(levels, Array.from({ length: 50 }, () => [1, 0]).flat());
      }
      const shorter = await hearPulses([20, 21], { count: 100, highMs: 20, lowMs: 20 });
      const seen = shorter.flat().filter(level => level === 1);
      figures.onoff_seen_of_200_pulses_of_20_ms = seen.length;
    },
  },
];

export const onoffChecks: readonly Check[] = [...lineChecks('onoff', open), ...sysfsChecks];
