import { listWords } from './list-words.ts';

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
