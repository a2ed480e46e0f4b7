import { clockTime } from './time.ts';

/** After the word PRACTICE: "until 18:30: nothing is sent". */
export function practiceWords(until: string, timeZone: string): string {
  return `until ${clockTime(until, timeZone, 'minutes')}: nothing is sent`;
}
