import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Documents } from '../state/documents.ts';
import type { SmsProvider } from './sms.ts';
import type { Words } from './tellings.ts';

interface Balance {
  amount: number;
  unit: string;
  /** Epoch milliseconds. */
  at: number;
}

export interface BalanceWatch {
  /** What was last heard; null before that, and with a provider that cannot say. */
  last(): Balance | null;
  /** Why it could not be asked the last time. */
  trouble(): string | null;
  /** Called once a minute; asks when it is time. */
  look(): void;
}

interface Rooms {
  provider: SmsProvider;
  /** At or below it the family is told. */
  low: number;
  documents: Documents;
  now: () => number;
  tell(code: string, words: Words): void;
  log: Log;
}

const askEveryMs = 6 * 3_600_000;
const askAgainMs = 15 * 60_000;
const tellEveryMs = 24 * 3_600_000;
const limitMs = 15_000;
const key = 'sms-balance';

interface Kept extends Balance {
  toldAt: number;
}

/** Asks the company now and then what is left, and tells in time that it is little. */
export function watchBalance({ provider, low, documents, now, tell, log }: Rooms): BalanceWatch {
  const body = documents.read(key);
  let kept: Kept | null = body === undefined ? null : JSON.parse(body);
  let trouble: string | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let isAsking = false;

  async function ask(): Promise<void> {
    const balance = await provider.balance?.(AbortSignal.timeout(limitMs));
    if (!balance) return;
    trouble = balance.kind === 'failed' ? balance.reason : null;
    if (balance.kind === 'failed') return;
    const { amount, unit } = balance;
    const last = kept?.toldAt ?? Number.NEGATIVE_INFINITY;
    // A clock that was ahead must not silence it for years.
    const isDue = amount <= low && (now() - last >= tellEveryMs || last > now());
    kept = { amount, unit, at: now(), toldAt: isDue ? now() : amount <= low ? last : 0 };
    documents.write(key, JSON.stringify(kept));
    if (isDue) tell('balance', wordsOf(provider.name, kept));
  }

  return {
    last: () => kept,
    trouble: () => trouble,
    look() {
      const waitMs = trouble === null ? askEveryMs : askAgainMs;
      const age = now() - askedAt;
      if (!provider.balance || isAsking || (age >= 0 && age < waitMs)) return;
      askedAt = now();
      isAsking = true;
      void ask()
        .catch(error => log.warn('the balance cannot be asked for', { error: errorText(error) }))
        .finally(() => {
          isAsking = false;
        });
    },
  };
}

function wordsOf(provider: string, { amount, unit }: Balance): Words {
  const left = `${amount} ${unit}`;
  return {
    title: 'Text messages run out',
    text: `${provider} has ${left} left. Top up, or alarms come by push alone.`,
    body: `${provider} has ${left} left. Top up, or alarms come by push alone.`,
    isUrgent: false,
  };
}
