import type { By, Profile, Schedule } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';

/** What is to be armed once. `at` in epoch milliseconds. */
export interface Later {
  at: number;
  profile: Profile;
  by: By;
}

/** What of the plans must outlive a restart. */
export interface PlanMemory {
  later(): Later | null;
  setLater(later: Later | null): void;
  /** Up to when a plan was looked after. What is seen for the first time counts from now on. */
  doneUpTo(key: string, now: number): number;
  done(key: string, at: number): void;
  /** Forgets plans that there are no more. */
  keepOnly(keys: readonly string[]): void;
  suggestedAt(): number;
  suggested(at: number): void;
}

/** A mark that lies further ahead was made by a clock that was wrong. */
const aheadMs = 3_600_000;

export function createPlanMemory(documents: Documents): PlanMemory {
  let later = read<Later | null>('later', null);
  let done = read<Record<string, number>>('plans', {});
  let suggested = read<number>('suggested', Number.MIN_SAFE_INTEGER);

  function read<T>(key: string, fallback: T): T {
    const body = documents.read(key);
    // Only the hub writes it.
    return body === undefined ? fallback : JSON.parse(body);
  }

  function write(key: string, value: unknown): void {
    documents.write(key, JSON.stringify(value));
  }

  function setDone(next: Record<string, number>): void {
    write('plans', next);
    done = next;
  }

  return {
    later: () => later,
    setLater(next) {
      write('later', next);
      later = next;
    },
    doneUpTo(key, now) {
      const known = done[key];
      if (known !== undefined && known <= now + aheadMs) return known;
      setDone({ ...done, [key]: now });
      return now;
    },
    done: (key, at) => setDone({ ...done, [key]: at }),
    keepOnly(keys) {
      const kept = Object.entries(done).filter(([key]) => keys.includes(key));
      if (kept.length < Object.keys(done).length) setDone(Object.fromEntries(kept));
    },
    suggestedAt: () => suggested,
    suggested(at) {
      write('suggested', at);
      suggested = at;
    },
  };
}

/** One that is changed is another one, and counts from then on. */
export function scheduleKey({ at, days, profile, when }: Schedule): string {
  return `${at} ${days.join(',')} ${profile} ${when}`;
}
