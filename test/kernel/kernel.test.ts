import { beforeAll, describe, expect, it } from 'vitest';
import type { Series } from './build-kernel.ts';
import { checksFor } from './guest/checks.ts';
import { runMachine, type Said } from './machine.ts';
import { type Prepared, prepare } from './prepare.ts';

/** A busy host takes many times as long; nothing in there depends on it. */
const limitMs = 900_000;
const series: Series[] = ['6.12', '6.1'];
const prepared: Prepared[] = [];
for (const each of series) prepared.push(await prepare(each));

for (const { series, note, kernel, tools } of prepared) {
  describe.skipIf(note !== '')(`on Linux ${series}${note}`, () => {
    const said = new Map<string, Said>();

    beforeAll(async () => {
      const authority = process.env.TEST_AUTHORITY ?? '';
      const boot = { kernel: kernel ?? '', tools: tools ?? '', authority, limitMs };
      for (const each of await runMachine(boot)) said.set(each.name ?? 'figures', each);
      console.log(series, JSON.stringify(said.get('figures')));
    }, limitMs);

    it.each(checksFor(series))('$name', ({ name }) => {
      expect(said.get(name)).toEqual({ name });
    });
  });
}
