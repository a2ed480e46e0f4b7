import type { AlarmState } from './alarm/alarm-state.ts';
import type { Words } from './notify/tellings.ts';
import type { Documents } from './state/documents.ts';

const key = 'alive';

interface Alive {
  /** Epoch milliseconds. */
  at: number;
  isOrderly: boolean;
}

export function readAlive(documents: Documents): Alive | undefined {
  const body = documents.read(key);
  return body === undefined ? undefined : JSON.parse(body);
}

/** Notes that the hub lives, or that it stops in order. */
export function writeAlive(documents: Documents, at: number, isOrderly: boolean): void {
  documents.write(key, JSON.stringify({ at, isOrderly } satisfies Alive));
}

/**
 * One sentence on what the hub missed: "off from 2026-11-24 03:12 to 2026-11-24 03:15 (not stopped in
 * order); in alert (away) before and now; changed while the hub was off: Laundry door".
 */
export function describeRestart(
  before: Alive | undefined,
  now: number,
  alarm: AlarmState,
  changed: readonly string[],
  localTime: (at: number) => string,
): string {
  const mode = alarm.profile ? `${alarm.mode} (${alarm.profile})` : alarm.mode;
  if (!before) return `first start, in ${mode}`;
  const how = before.isOrderly ? '' : ' (not stopped in order)';
  const parts = [
    `off from ${localTime(before.at)} to ${localTime(now)}${how}`,
    `in ${mode} before and now`,
  ];
  if (changed.length > 0) parts.push(`changed while the hub was off: ${changed.join(', ')}`);
  return parts.join('; ');
}

/** Somebody who restarts the hub knows it. */
const expectedMs = 120_000;
/** A hub that falls again and again must not use up the day's text messages with saying so. */
const tellEveryMs = 3_600_000;
const toldKey = 'hub-off-told';

interface Return {
  before: Alive | undefined;
  now: number;
  alarm: Pick<AlarmState, 'mode' | 'profile'>;
  changed: readonly string[];
  site: string;
  report: string;
  /** Such as 02:41. */
  timeOfDay: (at: number) => string;
}

/** Tells the family that nothing was watched for a while, urgently when something should have been. */
export function tellOfRestart(
  { before, now, alarm, changed, site, report, timeOfDay }: Return,
  documents: Documents,
  tell: (code: string, words: Words) => void,
): void {
  if (!before || (before.isOrderly && now - before.at < expectedMs)) return;
  const toldAt = Number(documents.read(toldKey) ?? 0);
  if (Math.abs(now - toldAt) < tellEveryMs) return;
  documents.write(toldKey, String(now));
  const mode = alarm.profile ? `${alarm.mode} ${alarm.profile}` : alarm.mode;
  // What changed comes before what may be cut off.
  const doors = changed.length > 0 ? `changed meanwhile: ${changed.join(', ')}; ` : '';
  const times = `${timeOfDay(before.at)}-${timeOfDay(now)}`;
  tell('hub-was-off', {
    title: 'The hub was off',
    text: `${site.slice(0, 24)}: the hub was off ${times}, ${doors}${mode} before and now.`,
    body: report,
    isUrgent: alarm.mode === 'alert',
  });
}
