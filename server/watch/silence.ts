import type { Beat } from './forms.ts';

/** What is remembered of a hub that this one watches; it survives a restart. */
export interface Sender {
  beat: Beat;
  /** When that beat came, on the wall clock. */
  heardAt: number;
  /** What the family was told of its silence. */
  told: 'nothing' | 'blind' | 'silent';
}

/** Moments on the steady clock. */
export interface Sight {
  now: number;
  /** When it was last heard, or when this hub started. */
  heardAt: number;
  /** Since when this hub could have heard it: its own start, or the end of its own outage. */
  seeingSince: number;
  /** This hub's own network is away. */
  isBlind: boolean;
}

/** An announced stop is given so long. */
const graceMs = 180_000;

/** Whether the family must be told of a hub's silence, and what. */
export function judgeSilence(
  { beat, told }: Sender,
  { now, heardAt, seeingSince, isBlind }: Sight,
  silentAfterMs: number,
): 'blind' | 'silent' | undefined {
  if (told === 'silent') return undefined;
  const limitMs = beat.stopping ? Math.max(graceMs, silentAfterMs) : silentAfterMs;
  if (isBlind) return told === 'nothing' && now - heardAt >= limitMs ? 'blind' : undefined;
  return now - Math.max(heardAt, seeingSince) >= limitMs ? 'silent' : undefined;
}

/** A beat that was overtaken by a later one says nothing. */
export function isLater(beat: Beat, before: Beat | undefined): boolean {
  return !before || beat.startedAt !== before.startedAt || beat.counter > before.counter;
}

/** Silence of a hub that watches a house, or of one in which something happens, wakes people. */
export function isUrgent({ mode, hasIncident }: Beat): boolean {
  return mode === 'alert' || hasIncident;
}
