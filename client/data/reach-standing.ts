import type { Reach, ReachRow } from '../../server/protocol.ts';
import { isForTrial } from './told.ts';

type Text = NonNullable<ReachRow['sms']>;
type Push = ReachRow['push'][number];

/**
 * How far a way to somebody is to be trusted: `proven`, a phone or a person said lately that a message
 * was there; `likely`, nothing speaks against it; `broken`; `off`, switched off or not set up at the hub.
 */
export type Standing = 'proven' | 'likely' | 'broken' | 'off';

/** How an alarm finds somebody, all ways taken together; `none`, there is no way at all. */
export type PersonStanding = Exclude<Standing, 'off'> | 'none' | 'off';

const DAY_MS = 86_400_000;
/** The hub tries notifications each week: two of them missed, and the proof is none any more. */
const PUSH_PROOF_MS = 15 * DAY_MS;
/** Texts are tried by hand. */
const TEXT_PROOF_MS = 90 * DAY_MS;

export function textStanding(text: Text, { sms }: Pick<Reach, 'sms'>, nowMs: number): Standing {
  if (!text.isOn || sms.provider === null || isForTrial(sms.provider)) return 'off';
  if (isAfter(text.failedAt, latest(text.acceptedAt, text.confirmedAt))) return 'broken';
  return isFresh(text.confirmedAt, nowMs, TEXT_PROOF_MS) ? 'proven' : 'likely';
}

export function pushStanding(row: Push, { push }: Pick<Reach, 'push'>, nowMs: number): Standing {
  if (!push.isConfigured) return 'off';
  if (row.brokenAt !== null) return 'broken';
  const proof = latest(row.shownAt, row.tappedAt);
  return isFresh(proof, nowMs, PUSH_PROOF_MS) ? 'proven' : 'likely';
}

function waysOf(row: ReachRow, reach: Reach, nowMs: number): Standing[] {
  const pushes = row.push.map(push => pushStanding(push, reach, nowMs));
  return row.sms ? [textStanding(row.sms, reach, nowMs), ...pushes] : pushes;
}

export function standingOf(row: ReachRow, reach: Reach, nowMs: number): PersonStanding {
  if (row.isOff) return 'off';
  const ways = waysOf(row, reach, nowMs);
  const best = (['proven', 'likely', 'broken'] as const).find(standing => ways.includes(standing));
  return best ?? 'none';
}

/** Something about them wants to be looked after, even if an alarm still finds them. */
export function needsCare(row: ReachRow, reach: Reach, nowMs: number): boolean {
  if (row.isOff) return false;
  return standingOf(row, reach, nowMs) === 'none' || waysOf(row, reach, nowMs).includes('broken');
}

/** Whoever wants care comes first, whoever is told nothing last. */
export function inOrder(reach: Reach, nowMs: number): ReachRow[] {
  const rank = (row: ReachRow) => (row.isOff ? 2 : needsCare(row, reach, nowMs) ? 0 : 1);
  return reach.people.toSorted((a, b) => rank(a) - rank(b));
}

function latest(...times: (string | null)[]): string | null {
  return times.reduce((last, at) => (isAfter(at, last) ? at : last), null);
}

function isAfter(at: string | null, than: string | null): boolean {
  return at !== null && (than === null || Date.parse(at) > Date.parse(than));
}

function isFresh(at: string | null, nowMs: number, forMs: number): boolean {
  return at !== null && nowMs - Date.parse(at) <= forMs;
}
