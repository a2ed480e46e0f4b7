/** What a thermometer is to stay within: degrees Celsius, and degrees within ten minutes. */
export interface Limits {
  low?: number;
  high?: number;
  /** So far it must come back to be within again. */
  hysteresis: number;
  rise?: number;
  fall?: number;
}

export type LimitKind = Exclude<keyof Limits, 'hysteresis'>;

/** What is remembered of a thermometer that has limits. Times are on the steady clock. */
export interface Warmth {
  /** What it is beyond, as was told. */
  beyond: readonly LimitKind[];
  /** When the first of the samples in a row was taken that say otherwise. */
  turning: Readonly<Partial<Record<LimitKind, number>>>;
  /** Samples of the last ten minutes, where a change counts; some are left out. */
  recent: readonly { celsius: number; steady: number }[];
}

/** A limit is passed, or is kept again. */
export interface Beyond {
  limit: LimitKind;
  isBack: boolean;
  celsius: number;
  /** The limit itself; of a change, how much it was. */
  degrees: number;
}

/** "is at 47.2 °C, above 45" */
export function beyondWords({ limit, isBack, celsius, degrees }: Beyond): string {
  // Adding 0 takes the sign from what rounds to nothing.
  const at = `${(Math.round(celsius * 10) / 10 + 0).toFixed(1)} °C`;
  const change = `${Number(degrees.toFixed(1))} °C in ten minutes`;
  switch (limit) {
    case 'high':
      return isBack ? `is back at ${at}` : `is at ${at}, above ${degrees}`;
    case 'low':
      return isBack ? `is back at ${at}` : `is at ${at}, below ${degrees}`;
    case 'rise':
      return isBack ? `is steady again at ${at}` : `has risen ${change}`;
    case 'fall':
      return isBack ? `is steady again at ${at}` : `has fallen ${change}`;
  }
}
