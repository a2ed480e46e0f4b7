import { expect, it } from 'vitest';
import { createSiren } from '../../server/outputs/siren.ts';
import { playHouse } from '../alarm/play-house.ts';
import { createFakeOutput } from './fake-output.ts';

const mum = { name: 'Mum', via: 'certificate' as const };

it('one test of the siren runs at a time, and none that comes to its turn in an armed house', async () => {
  const { kept, asked } = createFakeOutput();
  await kept.set(false);
  asked.splice(0);
  const house = playHouse();
  const siren = createSiren({
    ...{ line: kept, audit: () => undefined, alarm: () => house.state },
    ...{ clock: { steady: () => house.steady, wall: () => 0 }, durationMs: () => 300_000 },
  });
  const first = siren.test(mum);
  await expect(siren.test(mum)).rejects.toMatchObject({ code: 'not_possible' });
  await first;
  expect(asked).toEqual(['pulse 1000']);
  const late = siren.test(mum);
  house.arm();
  await expect(late).rejects.toMatchObject({ code: 'not_possible' });
  expect(asked).toEqual(['pulse 1000']);
});
