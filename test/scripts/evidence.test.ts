import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginning, type Link, makeLink } from '../../server/watch/chain.ts';
import { createPlace, type Place, runProgram } from '../hub-process.ts';

let place: Place;
beforeEach(async () => {
  place = await createPlace();
});
afterEach(() => place.remove());

const said = { chain: 'c1', site: 'home', incident: 'i', at: '2026-11-24T02:41:00.000Z' };
const one = makeLink(1, beginning, { n: 1, ...said, kind: 'trip', name: 'Front\u001b[2J door' });
const two = makeLink(2, one.hash, { n: 2, ...said, kind: 'confirmed' });
const by = { name: 'Mum', via: 'totp' };
const three = makeLink(3, two.hash, { n: 3, ...said, kind: 'acknowledged', by });

/** Exit code and output. */
async function check(...files: object[]): Promise<[number | null, string]> {
  const names = files.map((_, index) => join(place.folder, `${index}.json`));
  for (const [index, name] of names.entries()) await writeFile(name, JSON.stringify(files[index]));
  const run = runProgram('evidence', names, place);
  return [await run.ended, run.output()];
}
const bucket = (...links: Link[]) => ({ site: 'home', chain: 'c1', links });

describe('npm run evidence', () => {
  it('says that what the bucket holds fits, in any order and doubled', async () => {
    expect(await check(bucket(two, three), bucket(one, two))).toEqual([
      0,
      [
        'chain c1: links 1 to 3 fit together',
        '  1 2026-11-24T02:41:00.000Z trip Front?[2J door',
        '  2 2026-11-24T02:41:00.000Z confirmed',
        '  3 2026-11-24T02:41:00.000Z acknowledged by Mum',
        '',
      ].join('\n'),
    ]);
  });

  it('reads what a witness gave out', async () => {
    const links = [one, two].map(link => ({ ...link, chain: 'c1', id: 7, fits: true }));
    const [code, output] = await check({ name: 'home', links, next: null });
    expect([code, output]).toEqual([0, expect.stringContaining('links 1 to 2 fit together')]);
  });

  it.each([
    ['a missing link', [one, three], 'link 2 is missing'],
    ['a changed link', [one, { ...two, body: two.body.replace('i', 'j') }], 'link 2 was changed'],
    [
      'another link in its place',
      [one, two, makeLink(2, one.hash, { n: 2, ...said, kind: 'closed' })],
      'link 2 is there twice',
    ],
  ])('finds %s', async (_name, links, flaw) => {
    expect(await check(bucket(...links))).toEqual([1, expect.stringContaining(flaw)]);
  });

  it('refuses what is no evidence', async () => {
    expect(await check({ hello: 1 })).toEqual([1, expect.stringContaining('holds no evidence')]);
  });
});
