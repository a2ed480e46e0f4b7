import type { Status } from '../../server/protocol.ts';

export interface Heard {
  status: Pick<Status, 'at' | 'alarm'> | null;
  /** This phone's steady clock when the hub said so; null when another run of the app heard it. */
  steadyMs: number | null;
}

/**
 * What is left of a delay, in milliseconds, never less than 0. It needs no clock that is right: the hub
 * says what was left when it spoke, and this phone counts from there.
 *
 * @param nowMs on this phone's steady clock
 * @returns null when no delay runs, or nobody knows how long ago the hub spoke
 */
export function leftMs({ status, steadyMs }: Heard, nowMs: number): number | null {
  const deadline = status?.alarm.deadline;
  if (!status || deadline === undefined || steadyMs === null) return null;
  const leftThen = Date.parse(deadline) - Date.parse(status.at);
  return Math.max(0, leftThen - (nowMs - steadyMs));
}

/** Whole seconds as a person counts them: the last one is 1, and 0 is over. */
export function secondsOf(ms: number): number {
  return Math.ceil(ms / 1000);
}

/** Said aloud at these seconds, and at no other: whoever listens must be able to hear the house too. */
const MARKS = [30, 10];

/**
 * The seconds to say: those that are left, at the first look and when a mark was passed since the last;
 * null when there is nothing to say.
 *
 * @param before seconds that were left at the last look, null at the first
 */
export function passedMark(before: number | null, now: number): number | null {
  if (before === null) return now;
  return now > 0 && MARKS.some(mark => before > mark && now <= mark) ? now : null;
}
