import { beforeAll, describe, expect, it } from 'vitest';
import type { Series } from './build-kernel.ts';
import { checks } from './guest/checks.ts';
import { runMachine, type Said } from './machine.ts';
import { type Prepared, prepare } from './prepare.ts';

const limitMs = 240_000;
const series: Series[] = ['6.12', '6.1'];
const prepared: Prepared[] = [];
for (const each of series) prepared.push(await prepare(each));

describe.each(prepared)('on Linux $series$note', ({ kernel, tools }) => {
  const said = new Map<string, Said>();

  beforeAll(async () => {
    if (kernel === undefined || tools === undefined) return;
    const authority = process.env.TEST_AUTHORITY ?? '';
    for (const each of await runMachine({ kernel, tools, authority, limitMs })) {
      said.set(each.name ?? 'figures', each);
    }
    console.log(JSON.stringify(said.get('figures')));
  }, limitMs);

  it.skipIf(kernel === undefined).each(checks)('$name', ({ name }) => {
    expect(said.get(name)).toEqual({ name });
  });
});
