import type { SensorStatus } from '../../server/protocol.ts';
import { listWords } from './list-words.ts';

/** What a walk sends, as far as no alarm does; the phones that asked for chimes get them also then. */
export function chimeWarning(sensors: readonly Pick<SensorStatus, 'chime'>[]): string {
  return sensors.some(({ chime }) => chime)
    ? 'Whoever wants a chime on their phone gets it as always.'
    : '';
}

/** Before a walk past what is watched in every mode. */
export function alwaysWarning(names: readonly string[], isPractised: boolean): string {
  const are = `${listWords(names)} ${names.length === 1 ? 'is' : 'are'} watched in every mode`;
  return isPractised
    ? `${are}: that raises an alarm, but while the practice runs nothing of it is sent.`
    : `${are}: that raises a real alarm, and everybody is told.`;
}

/** "6 of 9 heard." */
export function walkCount(heard: number, all: number): string {
  return `${heard} of ${all} heard.`;
}

/** The end of a walk, with every sensor that was not heard by its name. */
export function walkSummary(all: number, missing: readonly string[]): string {
  if (all === 0) return 'There is no sensor to be heard.';
  if (missing.length === 0) return `All ${all} sensors were heard.`;
  const names =
    missing.length <= 2
      ? listWords(missing)
      : `${missing.slice(0, -1).join(', ')} and ${missing.at(-1)}`;
  return `${all - missing.length} of ${all} sensors were heard. Not heard: ${names}.`;
}

/** What to do about one that was not heard. */
export const MISSING_HELP =
  'Open it once more, or walk past it. If it still says nothing, check its battery, plug or wire.';
