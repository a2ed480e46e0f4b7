import type { OutsideAnswer } from '../../outgoing/request.ts';
import type { SmsOutcome, SmsProvider } from '../sms.ts';
import { doubtful, failureOf, isTimeout, untaken } from './failed.ts';
import { plainReason } from './reason.ts';
import { askCompany } from './request.ts';

export interface SmsBroadcastAccount {
  username: string;
  password: string;
  /** The sender that is shown; the company's own number when empty. */
  from: string;
  url?: string | undefined;
  /** So long an answer is waited for. */
  limitMs?: number;
}

/** SMS Broadcast's advanced HTTP API: a form in, a line for each recipient out. */
export function createSmsBroadcast({
  username,
  password,
  from,
  url = 'https://api.smsbroadcast.com.au/api-adv.php',
  limitMs = 10_000,
}: SmsBroadcastAccount): SmsProvider {
  const ask = (fields: Record<string, string>, signal: AbortSignal) =>
    askCompany({
      url: new URL(url),
      form: new URLSearchParams({ username, password, ...fields }),
      signal,
      limitMs,
    });

  return {
    name: 'SMS Broadcast',
    takesMany: true,
    async send({ text, to, ref, signal }) {
      const numbers = to.map(number => number.replace(/\D/g, '')).join(',');
      try {
        const sender = from === '' ? {} : { from };
        const answer = await ask({ to: numbers, ...sender, message: text, ref }, signal);
        return readOutcomes(answer, to, [password]);
      } catch (error) {
        return forAll(to, failureOf(error));
      }
    },
    async balance(signal) {
      try {
        const { status, text } = await ask({ action: 'balance' }, signal);
        const [, left] = /^OK:\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text.trim()) ?? [];
        if (left !== undefined) return { kind: 'left', amount: Number(left), unit: 'messages' };
        const [, said] = /^ERROR:(.*)/.exec(text.trim()) ?? [];
        const reason =
          said === undefined ? `unreadable answer (HTTP ${status})` : plainReason(said, [password]);
        return { kind: 'failed', reason };
      } catch (error) {
        return { kind: 'failed', reason: failureOf(error).reason };
      }
    },
  };
}

/** The lines count whatever the HTTP status is; the company answers errors with 200, too. */
function readOutcomes(
  { status, text }: OutsideAnswer,
  to: readonly string[],
  secrets: readonly string[],
): ReadonlyMap<string, SmsOutcome> {
  const outcomes = new Map<string, SmsOutcome>();
  const lines = text.split(/\r?\n/).map(line => line.trim());
  for (const line of lines) {
    const [, verdict, named = '', rest = ''] = /^(OK|BAD):([^:]*):?(.*)$/.exec(line) ?? [];
    const number = to.find(asked => isSameNumber(asked, named));
    if (verdict === undefined || number === undefined) continue;
    const outcome: SmsOutcome =
      verdict === 'OK'
        ? { kind: 'accepted', reference: rest.trim() }
        : { kind: 'refused', reason: plainReason(rest, secrets) };
    const earlier = outcomes.get(number);
    // In doubt the text is sent once more: better twice than never.
    const isDoubtful = earlier !== undefined && earlier.kind !== outcome.kind;
    outcomes.set(number, isDoubtful ? doubtful('the answer contradicts itself') : outcome);
  }
  const [said] = lines.flatMap(line => /^ERROR:(.*)/.exec(line)?.slice(1) ?? []);
  if (said !== undefined && outcomes.size === 0) {
    return forAll(to, untaken(plainReason(said, secrets)));
  }
  const unreadable = `unreadable answer (HTTP ${status})`;
  // A company that says by the status alone that it failed has not taken it.
  if (status >= 400 && outcomes.size === 0 && !isTimeout(status)) {
    return forAll(to, untaken(unreadable));
  }
  const missing =
    status >= 400 || outcomes.size === 0 ? unreadable : 'the answer says nothing of this number';
  for (const number of to) {
    if (!outcomes.has(number)) outcomes.set(number, doubtful(missing));
  }
  return outcomes;
}

/** Answers may name a number as 61400000000, +61400000000, 0061400000000 or, at home, 0400000000. */
function isSameNumber(asked: string, named: string): boolean {
  const digits = named.replace(/\D/g, '');
  const international = digits.startsWith('00')
    ? digits.slice(2)
    : digits.replace(/^0(?=[1-9])/, '61');
  return international === asked.replace(/\D/g, '');
}

function forAll(to: readonly string[], outcome: SmsOutcome): ReadonlyMap<string, SmsOutcome> {
  return new Map(to.map(number => [number, outcome]));
}
