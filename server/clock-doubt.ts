import type { Clock } from './clock.ts';

/** A span of this run in which the wall clock ran beside the steady one at the same distance. */
interface Segment {
  offsetMs: number;
  /** On the steady clock. */
  from: number;
  to: number;
}

/** What is known of times that were taken from a clock that is not to be trusted. In memory: of this run. */
export interface ClockDoubt {
  /** Whether a time that is taken now is in doubt; remembers how the clocks stand to each other. */
  note(): boolean;
  /** What a time of this run would have been by the clock as it is now; any other one as it is. */
  correct(at: number): number;
  /** By how much the latest times are corrected, in milliseconds. */
  lastMoveMs(): number;
  clear(): void;
}

/** A clock that is slewed moves less between two looks; one that is set moves more. */
const sameMs = 500;
/** A reading may wait, while the disk refuses; its time is of before. */
const slackMs = 60_000;

export function createClockDoubt(clock: Clock, isTrusted: () => boolean): ClockDoubt {
  let segments: Segment[] = [];
  const offsetNow = () => clock.wall() - clock.steady();

  return {
    note() {
      if (isTrusted()) return false;
      const now = clock.steady();
      const offsetMs = clock.wall() - now;
      const last = segments.at(-1);
      if (last && Math.abs(last.offsetMs - offsetMs) <= sameMs) last.to = now;
      else segments.push({ offsetMs, from: now, to: now });
      return true;
    },
    correct(at) {
      const offset = offsetNow();
      // Where two fit, the time lies nearer to the one that it was taken in.
      let best: { awayMs: number; offsetMs: number } | undefined;
      for (const { offsetMs, from, to } of segments) {
        const steady = at - offsetMs;
        const awayMs = Math.max(0, from - steady, steady - to);
        if (awayMs > slackMs || (best && best.awayMs <= awayMs)) continue;
        best = { awayMs, offsetMs };
      }
      return best ? at + offset - best.offsetMs : at;
    },
    lastMoveMs: () => offsetNow() - (segments.at(-1)?.offsetMs ?? offsetNow()),
    clear() {
      segments = [];
    },
  };
}
