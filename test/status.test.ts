import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toIso } from '../server/status.ts';

it('writes any time as the language itself would', () => {
  const times = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(fc.array(times), fc.nat(7_200_000), (all, step) => {
      for (const at of all) {
        for (const near of [at, at + step]) expect(toIso(near)).toBe(new Date(near).toISOString());
      }
    }),
  );
});
