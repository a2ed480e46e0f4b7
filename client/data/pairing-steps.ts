import type { PairingProgress } from '../../server/protocol.ts';

/** What the hub sees of a phone on its way in, in order. */
export const PAIRING_STEPS = ['root', 'identity', 'opened', 'app'] as const;
export type PairingStep = (typeof PAIRING_STEPS)[number];

/**
 * `waiting` for the phone to take its certificate; `fetched`, the link is used up; `in`, the phone
 * came in with it; `ran-out`, the link ended before it was used.
 */
export type PairingPhase = 'waiting' | 'fetched' | 'in' | 'ran-out';

/**
 * The first step that is not done; null when all are. A later step proves the ones before it: a
 * phone that is renewed has the authority's certificate already, and never takes it again.
 */
export function nextStep(progress: PairingProgress | null): PairingStep | null {
  if (!progress) return 'root';
  const last = PAIRING_STEPS.findLastIndex(step => progress[step]);
  return PAIRING_STEPS[last + 1] ?? null;
}

export function phaseOf(progress: PairingProgress | null, isGone: boolean): PairingPhase {
  if (progress?.opened) return 'in';
  if (progress?.identity) return 'fetched';
  return isGone ? 'ran-out' : 'waiting';
}
