import type { Clock } from '../clock.ts';
import type { OutboxRow } from '../state/outbox.ts';
import { composeText } from './compose.ts';
import type { Courier, Outcome } from './courier.ts';
import { fitGsm7, toGsm7 } from './gsm7.ts';
import type { SmsOutcome, SmsProvider } from './sms.ts';

export interface SmsCourierRooms {
  primary: SmsProvider;
  /** Takes over from a primary that has not taken a message for so long. */
  fallback: SmsProvider | undefined;
  fallbackAfterMs: number;
  clock: Clock;
  /** Such as `24 Nov 02:41`. */
  localTime: (at: number) => string;
}

/** One message in GSM 03.38, in septets. */
const segment = 160;
/** Providers give up by themselves before; this is for one that does not. */
const longestTryMs = 30_000;

/** Each may have arrived, and costs money: a company whose answers cannot be read may take them all. */
const mostDoubts = 10;

/** Text messages, by a company or a modem. */
export function createSmsCourier(rooms: SmsCourierRooms): Courier {
  const { primary, fallback, fallbackAfterMs, clock, localTime } = rooms;
  /** Of messages that are not through: when they were first tried, and tries since the primary's time was up. */
  const tries = new Map<string, { since: number; late: number }>();

  function tryOf({ id }: OutboxRow) {
    const known = tries.get(id) ?? { since: clock.steady(), late: 0 };
    tries.set(id, known);
    return known;
  }

  /** How long the primary still has; without a fallback it has all the time. */
  function leftMs(row: OutboxRow): number {
    if (!fallback) return Number.POSITIVE_INFINITY;
    return tryOf(row).since + fallbackAfterMs - clock.steady();
  }

  /** Once its time is up the two are tried in turn, the fallback first. */
  function choose(rows: readonly OutboxRow[]): SmsProvider {
    if (!fallback || rows.some(row => leftMs(row) > 0)) return primary;
    const late = Math.min(...rows.map(row => tryOf(row).late));
    for (const row of rows) tryOf(row).late = late + 1;
    return late % 2 === 0 ? fallback : primary;
  }

  async function carry(provider: SmsProvider, rows: readonly OutboxRow[], limitMs: number) {
    const outcomes = new Map<string, Outcome>();
    const [first] = rows;
    if (!first) return outcomes;
    const text = fitGsm7(toGsm7(composeText(first, clock.wall(), localTime)), segment);
    const parts = provider.takesMany ? [rows] : rows.map(row => [row]);
    const signal = AbortSignal.timeout(limitMs);
    for (const part of parts) {
      const to = part.map(row => row.recipient);
      const answers = await provider.send({ text, to, ref: refOf(first), signal });
      for (const { id, recipient } of part) {
        const outcome = outcomeOf(answers.get(recipient));
        if (outcome.kind !== 'failed') tries.delete(id);
        outcomes.set(id, outcome);
      }
    }
    return outcomes;
  }

  return {
    channel: 'sms',
    takesMany: primary.takesMany,
    mostDoubts,
    prepare(rows) {
      const provider = choose(rows);
      const left = Math.min(...rows.map(leftMs));
      const isTimed = provider === primary && left > 0 && fallback !== undefined;
      const limitMs = isTimed ? Math.min(left, longestTryMs) : longestTryMs;
      return { provider: provider.name, go: () => carry(provider, rows, Math.ceil(limitMs)) };
    },
    patienceMs(row) {
      const left = leftMs(row);
      if (left > 0) return left;
      // The fallback has not had its turn yet.
      return tryOf(row).late === 0 ? 0 : Number.POSITIVE_INFINITY;
    },
    forget: id => void tries.delete(id),
  };
}

/** The tail of a UUIDv7 is its random part. */
function refOf({ batch }: OutboxRow): string {
  return batch.replaceAll('-', '').slice(-20);
}

function outcomeOf(answer: SmsOutcome | undefined): Outcome {
  const silent = 'the provider said nothing of this number';
  if (!answer) return { kind: 'failed', reason: silent, mayHaveArrived: true, retryAfterMs: 0 };
  if (answer.kind === 'accepted') return { kind: 'sent', reference: answer.reference };
  return answer.kind === 'refused' ? answer : { ...answer, retryAfterMs: 0 };
}
