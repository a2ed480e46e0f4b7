import { parseJson } from '../parse-json.ts';
import type { Documents } from '../state/documents.ts';

/** Of which openings it was told that they last, by door: a restart is no news of them. */
export interface Reminders {
  at(door: string): number | undefined;
  remember(door: string, since: number): void;
}

const key = 'garage-reminded';

export function readReminders(documents: Documents): Reminders {
  const known = new Map<string, number>();
  const body = parseJson(documents.read(key) ?? '{}');
  for (const [door, since] of Object.entries(body ?? {})) {
    if (typeof since === 'number') known.set(door, since);
  }
  return {
    at: door => known.get(door),
    remember(door, since) {
      known.set(door, since);
      documents.write(key, JSON.stringify(Object.fromEntries(known)));
    },
  };
}
