import type { Luck } from '../luck.ts';
import {
  type Failure,
  type ProviderServer,
  type ReceivedRequest,
  type Reply,
  startProvider,
} from './provider-server.ts';

/** Numbers are written as the company is asked for them: digits only. */
export type SmsBroadcastAnswer =
  | { kind: 'ok' }
  /** Refuses these and takes the others. */
  | { kind: 'bad'; numbers: readonly string[]; reason?: string }
  /** Says nothing of these, and takes the others. */
  | { kind: 'silent'; numbers: readonly string[] }
  /** Takes all, and answers for a number that nobody asked for. */
  | { kind: 'strangers' }
  /** Refuses the whole request. */
  | { kind: 'error'; reason: string }
  | Failure;

export interface SmsBroadcast extends ProviderServer<SmsBroadcastAnswer> {
  /** By number (digits only), the texts that were really taken. */
  delivered: Map<string, string[]>;
  /** Messages left; what is taken costs. */
  balance: number;
  /** What a question for the balance is answered in place of it. */
  balanceFailure: { kind: 'error'; reason: string } | Failure | undefined;
}

interface Account {
  /** Undefined lets everybody in. */
  username?: string;
  password?: string;
}

/** SMS Broadcast's advanced HTTP API. Takes the same `ref` as often as it comes, as the company does. */
export async function startSmsBroadcast(account: Account = {}): Promise<SmsBroadcast> {
  const delivered = new Map<string, string[]>();
  let references = 0;

  const provider = await startProvider<SmsBroadcastAnswer>({ kind: 'ok' }, (request, next) => {
    const { form } = request;
    const knows = (key: keyof Account) => account[key] === undefined || form[key] === account[key];
    if (!knows('username') || !knows('password')) {
      return text('ERROR:Username or password is incorrect');
    }
    if (form.action === 'balance') {
      const { balance, balanceFailure } = company;
      if (balanceFailure?.kind === 'error') return text(`ERROR:${balanceFailure.reason}`);
      return balanceFailure ?? text(`OK:${balance}`);
    }
    return handle(request, next());
  });

  function handle({ form }: ReceivedRequest, answer: SmsBroadcastAnswer): Reply | Failure {
    const { to = '', message = '' } = form;
    const numbers = to.split(',');
    const take = (taken: readonly string[]) =>
      taken.map(number => {
        delivered.set(number, [...(delivered.get(number) ?? []), message]);
        company.balance--;
        references++;
        return `OK:${number}:${references}`;
      });
    switch (answer.kind) {
      case 'ok':
        return text(...take(numbers));
      case 'bad': {
        const { reason = 'Invalid Number' } = answer;
        const lines = numbers.flatMap(number =>
          answer.numbers.includes(number) ? [`BAD:${number}:${reason}`] : take([number]),
        );
        return text(...lines);
      }
      case 'silent':
        return text(...take(numbers.filter(number => !answer.numbers.includes(number))));
      case 'strangers':
        take(numbers);
        return text('OK:61499999999:1');
      case 'error':
        return text(`ERROR:${answer.reason}`);
      case 'redirect':
        return answer;
      case 'status':
      case 'hang':
      case 'drop':
      case 'oversized':
      case 'garbage':
        if (answer.taken) take(numbers);
        return answer;
    }
  }

  const company: SmsBroadcast = Object.assign(provider, {
    delivered,
    balance: 1000,
    balanceFailure: undefined,
  });
  return company;
}

function text(...lines: string[]): Reply {
  return { status: 200, type: 'text/plain', body: lines.map(line => `${line}\n`).join('') };
}

/** Fails a quarter of the time, at once, in every way that is worth another try. */
export function failAQuarter(luck: Luck): () => SmsBroadcastAnswer {
  const failures: SmsBroadcastAnswer[] = [
    { kind: 'error', reason: 'Service temporarily unavailable' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'drop' },
    { kind: 'garbage' },
  ];
  return () => (luck(4) === 0 && failures[luck(failures.length)]) || { kind: 'ok' };
}
