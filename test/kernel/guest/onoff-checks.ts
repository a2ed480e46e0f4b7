import assert from 'node:assert/strict';
import { setTimeout as pass } from 'node:timers/promises';
import { createOnoffDriver } from '../../../server/gpio/onoff.ts';
import { findSysfsNumber } from '../../../server/gpio/sysfs.ts';
import { theHeader } from './board.ts';
import { type Check, refuses } from './check.ts';
import { foreign } from './chips.ts';
import { lineChecks } from './line-checks.ts';
import { sendPulses } from './pulses.ts';
import { openWatched, watchSensor } from './watched.ts';

const open = createOnoffDriver();
/** Within it the driver finds what it was not told of. */
const watchdogMs = 3000;

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
    name: 'onoff: loses no pulse of 20 ms at 100 edges a second',
    async run() {
      const { pull, pullFile } = theHeader();
      const lines = await Promise.all(
        [20, 21].map(line => {
          pull(line, 0);
          return openWatched(open, line);
        }),
      );
      await sendPulses({ files: [20, 21].map(pullFile), count: 100, highMs: 20, lowMs: 20 });
      await pass(watchdogMs);
      for (const line of lines) {
        await line.close();
        assert.deepEqual(line.levels.all, Array.from({ length: 100 }, () => [1, 0]).flat());
      }
    },
  },
];

export const onoffChecks: readonly Check[] = [...lineChecks('onoff', open), ...sysfsChecks];
