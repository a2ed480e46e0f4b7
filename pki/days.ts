import { Refusal } from '../server/errors.ts';

/** Apple takes no server certificate that lasts longer, whoever signed it. */
const maxDays = 825;

/** @throws Refusal unless it is a whole number of days from 1 to 825. */
export function requireDays(days: number): number {
  if (Number.isInteger(days) && days >= 1 && days <= maxDays) return days;
  throw new Refusal(`a certificate lasts 1 to ${maxDays} whole days, not ${days}`);
}
