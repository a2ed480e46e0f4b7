import assert from 'node:assert/strict';
import { createGpiodDriver } from '../../../server/gpio/gpiod.ts';
import { theHeader } from './board.ts';
import { type Check, refuses } from './check.ts';
import { lineChecks } from './line-checks.ts';
import { makePulses, rest, sendPulses } from './pulses.ts';
import { openWatched } from './watched.ts';

export type Version = '1.6' | '2.2';

/** The tools of one version, as a system has them that has no other. */
export function createTools(version: Version): ReturnType<typeof createGpiodDriver> {
  return createGpiodDriver({ environment: toolsEnvironment(version) });
}

export function toolsEnvironment(version: Version): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `/tools/${version}:${process.env.PATH}` };
}

function queueChecks(version: Version): Check[] {
  const { openLine } = createTools(version);
  return [
    {
      name: 'loses no pulse of 5 ms, though the program is busy for a second',
      async run() {
        const { pull, pullFile } = theHeader();
        pull(13, 0);
        const line = await openWatched(openLine, 13);
        const sent = sendPulses({ files: [pullFile(13)], count: 50, highMs: 5, lowMs: 5 });
        rest(1000);
        await sent;
        while (line.levels.all.length < 100) await line.levels.next();
        await line.close();
        assert.deepEqual(line.levels.all, Array.from({ length: 50 }, () => [1, 0]).flat());
      },
    },
    {
      name: 'is refused a line that another hub holds, and gets it once that is gone',
      async run() {
        const { pull } = theHeader();
        const options = { line: 14, activeLow: false, bias: 'none' } as const;
        pull(14, 0);
        const holder = await openWatched(createTools(version).openLine, 14);
        await refuses(openLine(options), 'EBUSY', /held by/);
        await holder.close();
        const line = await openWatched(openLine, 14);
        makePulses({ files: [theHeader().pullFile(14)], count: 1, highMs: 0, lowMs: 0 });
        await line.levels.next(level => level === 0);
        await line.close();
      },
    },
  ];
}

export function gpiodChecks(version: Version): Check[] {
  return [
    ...lineChecks(`gpiod ${version}`, createTools(version).openLine),
    ...queueChecks(version).map(({ name, run }) => ({ name: `gpiod ${version}: ${name}`, run })),
  ];
}
