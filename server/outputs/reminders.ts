import { parseJson } from '../parse-json.ts';
import type { Documents } from '../state/documents.ts';

/** Since when a door's sensor has said what was told of it, by door: a restart is no news of it. */
export interface Reminders {
  at(door: string): number | undefined;
  remember(door: string, since: number): void;
  forget(door: string): void;
}

export function readReminders(
  documents: Documents,
  key: 'garage-reminded' | 'garage-stuck',
): Reminders {
  const known = new Map<string, number>();
  const body = parseJson(documents.read(key) ?? '{}');
  for (const [door, since] of Object.entries(body ?? {})) {
    if (typeof since === 'number') known.set(door, since);
  }
  const write = () => documents.write(key, JSON.stringify(Object.fromEntries(known)));
  return {
    at: door => known.get(door),
    remember(door, since) {
      known.set(door, since);
      write();
    },
    forget(door) {
      if (known.delete(door)) write();
    },
  };
}
