import { clockTime } from './time.ts';

/** After the word PRACTICE: "until 18:30: nothing is sent". */
export function practiceWords(until: string, timeZone: string): string {
  return `until ${clockTime(until, timeZone, 'minutes')}: nothing is sent`;
}

/** How long a practice is; null for as long as the house has it, which its hub alone knows. */
export function lengthWords(minutes: number | null): string {
  return minutes === null ? 'As the house has it' : `${minutes} min`;
}

/** What the button says while one runs: its end is counted from now, so it may come sooner, too. */
export function extendWords(minutes: number | null): string {
  return minutes === null
    ? 'Extend it, as the house has it from now'
    : `Extend it to ${minutes} min from now`;
}

/** "The practice goes on until 18:30." */
export function extendedWords(until: string, timeZone: string): string {
  return `The practice goes on until ${clockTime(until, timeZone, 'minutes')}.`;
}
