import type { Recipient } from '../alarm/alerting-state.ts';
import type { Documents } from '../state/documents.ts';
import type { Subscription } from '../state/subscriptions.ts';
import type { TimeZone } from '../time-zone.ts';

interface Rooms {
  documents: Documents;
  zone: TimeZone;
  now: () => number;
  /** Phones that can be told now. */
  phones(): readonly Recipient[];
  subscription(id: string): Subscription | undefined;
  /** Sends the test. */
  send(phones: readonly Recipient[]): void;
  /** A phone has not confirmed it within a day. */
  onSilent(subscription: Subscription): void;
}

interface Kept {
  at: number;
  /** Subscriptions whose answer is not judged yet. */
  waiting: string[];
}

/** Why a phone counts as broken that the weekly test did not reach. */
export const unconfirmed = 'it did not confirm Sunday’s test';
const key = 'weekly-test';
const dayMs = 24 * 3_600_000;
/** People are up, and a phone that was off over night is on. */
const from = '10:00';
const to = '20:00';

/**
 * Once a week, on Sunday, every phone is sent a test that it confirms by itself; one that has not done so
 * a day later is told of. A hub that was off on Sunday makes up for it on the next day that it can.
 *
 * @returns called once a minute
 */
export function createWeeklyTest(rooms: Rooms): () => void {
  const { documents, zone, now, phones, subscription, send, onSilent } = rooms;

  function read(): Kept | undefined {
    const body = documents.read(key);
    return body === undefined ? undefined : JSON.parse(body);
  }

  function judge(kept: Kept): void {
    if (kept.waiting.length === 0 || Math.abs(now() - kept.at) < dayMs) return;
    documents.write(key, JSON.stringify({ ...kept, waiting: [] } satisfies Kept));
    for (const id of kept.waiting) {
      const phone = subscription(id);
      // A phone that could not say so, away from home, says at its next launch that it is subscribed.
      const { shownAt, tappedAt, seenAt } = phone ?? {};
      const isHeard = [shownAt, tappedAt, seenAt].some(at => (at ?? 0) >= kept.at);
      if (phone && !isHeard) onSilent(phone);
    }
  }

  return () => {
    const kept = read();
    if (kept) judge(kept);
    const at = now();
    const local = new Date(at + zone.offset(at));
    const time = local.toISOString().slice(11, 16);
    if (time < from || time >= to) return;
    const age = at - (kept?.at ?? 0);
    const isSunday = local.getUTCDay() === 0;
    const isDue = (isSunday && age >= dayMs) || age >= 8 * dayMs || age < 0;
    // Whoever subscribed today has just seen that it works; the first test may wait for Sunday.
    if (!isDue || (!kept && !isSunday)) return;
    const reached = phones();
    if (reached.length === 0) return;
    const waiting = reached.map(({ address }) => address);
    // In this order: a crash in between sends it twice, and blames no phone that was sent nothing.
    send(reached);
    documents.write(key, JSON.stringify({ at, waiting } satisfies Kept));
  };
}
