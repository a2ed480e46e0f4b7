import { expect, it } from 'vitest';
import { isWithinHours } from '../../server/outputs/guest-hours.ts';

/** 23 November 2026 is a Monday. */
const [monday, tuesday, wednesday] = ['2026-11-23', '2026-11-24', '2026-11-25'] as const;

it('hours of a day begin on their first minute and end before their last', () => {
  const hours = { from: '08:00', to: '18:00', days: ['mon'] as const };
  const at = (time: string, day: string = monday) => isWithinHours(hours, day, time);
  expect([at('07:59'), at('08:00'), at('17:59'), at('18:00')]).toEqual([false, true, true, false]);
  expect(at('12:00', tuesday)).toBe(false);
});

it('hours past midnight belong to the day that they began on', () => {
  const hours = { from: '22:00', to: '06:00', days: ['mon'] as const };
  const at = (time: string, day: string) => isWithinHours(hours, day, time);
  expect([at('05:59', monday), at('22:00', monday)]).toEqual([false, true]);
  expect([at('05:59', tuesday), at('06:00', tuesday)]).toEqual([true, false]);
  expect([at('22:00', tuesday), at('05:59', wednesday)]).toEqual([false, false]);
});

it('two equal times are the whole day', () => {
  const hours = { from: '00:00', to: '00:00', days: ['sun'] as const };
  expect(isWithinHours(hours, '2026-11-22', '00:00')).toBe(true);
  expect(isWithinHours(hours, '2026-11-22', '23:59')).toBe(true);
  expect(isWithinHours(hours, monday, '00:00')).toBe(false);
});
