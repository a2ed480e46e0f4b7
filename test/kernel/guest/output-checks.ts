import assert from 'node:assert/strict';
import type { OpenOutput } from '../../../server/gpio/output.ts';
import { createSysfsOutputs } from '../../../server/gpio/sysfs-output.ts';
import { theHeader } from './board.ts';
import type { Check } from './check.ts';
import { foreign } from './chips.ts';
import { createTools, type Version } from './gpiod-checks.ts';
import { levelsSet, startTrace } from './trace.ts';

function outputChecks(driver: string, open: OpenOutput): Check[] {
  const checks: Check[] = [];
  for (const activeLow of [false, true]) {
    const kind = activeLow ? 'that works at low' : 'that works at high';
    const atRest = activeLow ? 1 : 0;
    const atWork = activeLow ? 0 : 1;
    checks.push(
      {
        name: `takes an output ${kind} without moving it, moves it when told, and leaves it at rest`,
        async run() {
          const { pull, level, sysfsNumber } = theHeader();
          pull(16, atRest);
          startTrace();
          const output = await open({ line: 16, activeLow });
          assert.ok(levelsSet(sysfsNumber(16)).every(each => each === atRest));
          assert.equal(level(16), atRest);
          await output.set(true);
          assert.equal(level(16), atWork);
          await output.set(false);
          await output.pulse(50);
          assert.equal(level(16), atRest);
          await output.close();
          const moves = levelsSet(sysfsNumber(16)).filter((each, at, all) => each !== all[at - 1]);
          assert.deepEqual(moves, [atRest, atWork, atRest, atWork, atRest]);
        },
      },
      {
        name: `puts an output ${kind} to rest that was left at work`,
        async run() {
          const { pull, level, sysfsNumber } = theHeader();
          pull(19, atRest);
          const number = sysfsNumber(19);
          foreign.export(number);
          foreign.set(number, 'direction', atWork ? 'high' : 'low');
          assert.equal(level(19), atWork);
          startTrace();
          const output = await open({ line: 19, activeLow });
          assert.equal(level(19), atRest);
          await output.close();
          assert.ok(levelsSet(number).every(each => each === atRest));
        },
      },
    );
  }
  return checks.map(({ name, run }) => ({ name: `${driver}: ${name}`, run }));
}

export function allOutputChecks(version: Version): Check[] {
  return [
    ...outputChecks('sysfs', createSysfsOutputs()),
    ...outputChecks(`gpiod ${version}`, createTools(version).openOutput),
  ];
}
