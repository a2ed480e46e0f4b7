import assert from 'node:assert/strict';
import type { OpenLine } from '../../../server/gpio/line.ts';
import { hoggedLine, theHeader } from './board.ts';
import { type Check, refuses } from './check.ts';
import { foreign } from './chips.ts';
import { startHolder } from './hold-line.ts';
import { sendPulses } from './pulses.ts';
import { openWatched, watchSensor } from './watched.ts';

/** Wide enough that no bounce of these tests settles between two edges. */
const wide = { glitchMs: 200, settleMs: 2000 };

/** What each driver of inputs must do. */
export function lineChecks(driver: string, open: OpenLine): Check[] {
  const checks: Check[] = [
    {
      name: 'reports both levels of the line of the header, among other chips',
      async run() {
        const { pull } = theHeader();
        pull(17, 0);
        const line = await openWatched(open, 17);
        assert.equal(line.read(), 0);
        for (const level of [1, 0, 1, 0] as const) {
          pull(17, level);
          await line.levels.next(heard => heard === level);
          assert.equal(line.read(), level);
        }
        await line.close();
        assert.deepEqual(line.levels.all, [1, 0, 1, 0]);
        assert.deepEqual(line.faults.all, []);
      },
    },
    {
      name: 'turns the level round when that is asked for',
      async run() {
        theHeader().pull(18, 0);
        const line = await open({ line: 18, activeLow: true, bias: 'none' });
        assert.equal(line.read(), 1);
        await line.close();
      },
    },
    {
      name: 'refuses a number that the header does not have',
      run: () =>
        refuses(
          open({ line: 28, activeLow: false, bias: 'none' }),
          'ERANGE',
          /BCM numbers 0 to 27/,
        ),
    },
    {
      name: 'names a line that the kernel itself keeps as busy',
      run: () =>
        refuses(
          open({ line: hoggedLine, activeLow: false, bias: 'none' }),
          'EBUSY',
          /held by spi-card/,
        ),
    },
    {
      name: 'takes over what was left as an output at high',
      async run() {
        const { pull, sysfsNumber, level } = theHeader();
        const number = sysfsNumber(22);
        pull(22, 0);
        foreign.export(number);
        foreign.set(number, 'direction', 'high');
        assert.equal(level(22), 1);
        const line = await openWatched(open, 22);
        assert.equal(line.read(), 0);
        pull(22, 1);
        assert.equal(await line.levels.next(), 1);
        await line.close();
      },
    },
    {
      name: 'takes over from a hub that was killed',
      async run() {
        const { pull } = theHeader();
        pull(23, 0);
        const holder = await startHolder(23);
        await holder.kill();
        const line = await openWatched(open, 23);
        pull(23, 1);
        assert.equal(await line.levels.next(), 1);
        await line.close();
      },
    },
    {
      name: 'makes one trip of a bounce',
      async run() {
        const { pull, pullFile } = theHeader();
        pull(24, 0);
        const sensor = await watchSensor(open, 24, wide);
        await sendPulses({ files: [pullFile(24)], count: 10, highMs: 2, lowMs: 2 });
        pull(24, 1);
        await sensor.levels.next(level => level === 'open');
        await sendPulses({ files: [pullFile(24)], count: 10, highMs: 2, lowMs: 2 });
        await sensor.levels.next(level => level === 'closed');
        await sensor.stop();
        assert.deepEqual(sensor.levels.all, ['closed', 'open', 'closed']);
        assert.deepEqual(sensor.health.all, []);
      },
    },
    {
      name: 'tells of a line that chatters, and of its calm',
      async run() {
        const { pull, pullFile } = theHeader();
        pull(25, 0);
        const sensor = await watchSensor(open, 25, wide);
        await sendPulses({ files: [pullFile(25)], count: 80, highMs: 5, lowMs: 5 });
        await sensor.health.next(({ what }) => what === 'chattering');
        await sensor.health.next(({ what }) => what === 'calm');
        await sensor.stop();
        assert.deepEqual(sensor.levels.all, ['closed']);
      },
    },
  ];
  return checks.map(({ name, run }) => ({ name: `${driver}: ${name}`, run }));
}
