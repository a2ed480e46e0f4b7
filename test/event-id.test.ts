import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEventIds } from '../server/event-id.ts';

it('keeps the order of making within each millisecond, however times go back and forth', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 300 }), times => {
      const newId = createEventIds(2 ** 20);
      const made = times.map(at => ({ at, id: newId(at) }));
      for (const time of new Set(times)) {
        const ids = made.filter(({ at }) => at === time).map(({ id }) => id);
        expect(ids.toSorted()).toEqual(ids);
      }
    }),
  );
});

it('goes on behind an earlier run', () => {
  const before = createEventIds(6)(1000);
  expect(createEventIds(7)(1000) > before).toBe(true);
});
