import type { Beyond, LimitKind, Limits, Warmth } from './alarm-limits.ts';

const kinds: readonly LimitKind[] = ['low', 'high', 'rise', 'fall'];
/** Two samples that are nearer to each other are one. */
const leastApartMs = 10_000;
const windowMs = 600_000;
/** Ten minutes need not be remembered by the second. */
const keptEveryMs = 25_000;

export const newWarmth: Warmth = { beyond: [], turning: {}, recent: [] };

/**
 * Judges one more sample. One alone says nothing: two in a row must be beyond a limit, and two in a row must
 * be within it by the hysteresis, so that a temperature that stays near its limit is told of once. Pure.
 *
 * @param steady when it was taken
 * @param rowMs two that are further apart are not in a row
 * @returns `before` itself when nothing is to be remembered
 */
export function judgeLimits(
  before: Warmth,
  { celsius, steady }: { celsius: number; steady: number },
  limits: Limits,
  rowMs: number,
): { warmth: Warmth; news: Beyond[] } {
  const set = kinds.filter(kind => limits[kind] !== undefined);
  const beyond = before.beyond.filter(kind => set.includes(kind));
  const recent = before.recent.filter(sample => steady - sample.steady <= windowMs);
  const turning: Partial<Record<LimitKind, number>> = {};
  const news: Beyond[] = [];
  const judged = new Set(beyond);
  for (const kind of set) {
    const isBeyond = beyond.includes(kind);
    const look = lookAt(kind, celsius, recent, limits);
    if (isBeyond ? !look.isBack : !look.isOut) continue;
    const first = before.turning[kind] ?? steady;
    const since = steady - first > rowMs ? steady : first;
    if (steady - since < leastApartMs) {
      turning[kind] = since;
      continue;
    }
    if (isBeyond) judged.delete(kind);
    else judged.add(kind);
    news.push({ limit: kind, isBack: isBeyond, celsius, degrees: look.degrees });
  }
  const isChange = limits.rise !== undefined || limits.fall !== undefined;
  const next: Warmth = {
    beyond: kinds.filter(kind => judged.has(kind)),
    turning,
    recent: isChange ? keep(recent, { celsius, steady }) : [],
  };
  return { warmth: isSame(before, next) ? before : next, news };
}

/** What comes after a fault is not in a row with what came before it. */
export function breakRow(before: Warmth): Warmth {
  return { ...before, turning: {} };
}

/** How a sample stands to one limit. */
function lookAt(
  kind: LimitKind,
  celsius: number,
  recent: Warmth['recent'],
  limits: Limits,
): { isOut: boolean; isBack: boolean; degrees: number } {
  const limit = limits[kind] ?? 0;
  const { hysteresis } = limits;
  if (kind === 'high') {
    return { isOut: celsius > limit, isBack: celsius <= limit - hysteresis, degrees: limit };
  }
  if (kind === 'low') {
    return { isOut: celsius < limit, isBack: celsius >= limit + hysteresis, degrees: limit };
  }
  const sign = kind === 'rise' ? 1 : -1;
  const degrees = changeSince(celsius, recent, sign);
  // A change that is smaller than the hysteresis could never be over.
  const calm = limit - Math.min(hysteresis, limit / 2);
  return { isOut: degrees >= limit, isBack: degrees <= calm, degrees };
}

/**
 * By how much it rose (`sign` 1) or fell (-1) from the least that two samples in a row agree on: a single
 * wrong one must not make a rise of all that follow.
 */
function changeSince(celsius: number, recent: Warmth['recent'], sign: 1 | -1): number {
  const values = recent.map(sample => sign * sample.celsius);
  const agreed = values.slice(1).map((value, index) => Math.max(value, values[index] ?? value));
  return agreed.length === 0 ? 0 : sign * celsius - Math.min(...agreed);
}

function keep(
  recent: Warmth['recent'],
  sample: Warmth['recent'][number],
): readonly Warmth['recent'][number][] {
  const last = recent.at(-1);
  return last && sample.steady - last.steady < keptEveryMs ? recent : [...recent, sample];
}

function isSame(a: Warmth, b: Warmth): boolean {
  return (
    a.beyond.join() === b.beyond.join() &&
    kinds.every(kind => a.turning[kind] === b.turning[kind]) &&
    a.recent.length === b.recent.length &&
    a.recent.every(({ steady }, index) => steady === b.recent[index]?.steady)
  );
}
