import type { Luck } from '../luck.ts';
import { type Failure, type ProviderServer, type Reply, startProvider } from './provider-server.ts';

export type TwilioAnswer =
  | { kind: 'ok' }
  /** Twilio’s own errors, such as 400 and 21211. */
  | { kind: 'error'; status: number; code: number; message?: string }
  /** Takes the message and marks it as failed in the same answer. */
  | { kind: 'failed' }
  | Failure;

export interface Twilio extends ProviderServer<TwilioAnswer> {
  /** By number (E.164), the texts that were really taken. */
  delivered: Map<string, string[]>;
  balance: string;
  /** What a question for the balance is answered in place of it. */
  balanceFailure: Extract<TwilioAnswer, { kind: 'error' }> | Failure | undefined;
}

interface Account {
  sid: string;
  /** Undefined lets everybody in. */
  token?: string;
}

/** Twilio’s Messages and Balance resources, version 2010-04-01. Takes the same message as often as it comes. */
export async function startTwilio({ sid, token }: Account): Promise<Twilio> {
  const delivered = new Map<string, string[]>();
  const root = `/2010-04-01/Accounts/${sid}`;
  const credentials = Buffer.from(`${sid}:${token}`).toString('base64');
  let messages = 0;

  const provider = await startProvider<TwilioAnswer>({ kind: 'ok' }, (request, next) => {
    const { method, path, authorization, form } = request;
    if (token !== undefined && authorization !== `Basic ${credentials}`) {
      return refuse(401, 20003, 'Authenticate');
    }
    if (method === 'GET' && path === `${root}/Balance.json`) {
      const { balance, balanceFailure } = company;
      if (balanceFailure?.kind === 'error') return handleError(balanceFailure);
      return balanceFailure ?? json(200, { currency: 'USD', balance, account_sid: sid });
    }
    if (method !== 'POST' || path !== `${root}/Messages.json`) {
      return refuse(404, 20404, `The requested resource ${path} was not found`);
    }
    const { To: to = '', Body: body = '' } = form;
    if (to === '') return refuse(400, 21604, "A 'To' phone number is required.");
    if (body === '') return refuse(400, 21602, 'Message body is required.');
    if (!form.From && !form.MessagingServiceSid) {
      return refuse(400, 21603, "A 'From' phone number is required.");
    }
    return handle(to, body, next());
  });

  function handle(to: string, body: string, answer: TwilioAnswer): Reply | Failure {
    const take = () => delivered.set(to, [...(delivered.get(to) ?? []), body]);
    const message = (status: string) => {
      messages++;
      const id = `SM${String(messages).padStart(32, '0')}`;
      return json(201, { sid: id, status, to, body, error_code: null, error_message: null });
    };
    switch (answer.kind) {
      case 'ok':
        take();
        return message('queued');
      case 'failed':
        return message('failed');
      case 'error':
        return handleError(answer);
      case 'redirect':
        return answer;
      case 'status':
      case 'hang':
      case 'drop':
      case 'oversized':
      case 'garbage':
        if (answer.taken) take();
        return answer;
    }
  }

  const company: Twilio = Object.assign(provider, {
    delivered,
    balance: '12.34',
    balanceFailure: undefined,
  });
  return company;
}

function handleError({ status, code, message }: Extract<TwilioAnswer, { kind: 'error' }>): Reply {
  return refuse(status, code, message ?? 'Something about the request is wrong');
}

function refuse(status: number, code: number, message: string): Reply {
  const more = `https://www.twilio.com/docs/errors/${code}`;
  return json(status, { code, message, more_info: more, status });
}

function json(status: number, body: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

/** Fails a quarter of the time, at once, in every way that is worth another try. */
export function failAQuarter(luck: Luck): () => TwilioAnswer {
  const failures: TwilioAnswer[] = [
    { kind: 'error', status: 429, code: 20429, message: 'Too Many Requests' },
    { kind: 'error', status: 401, code: 20003, message: 'Authenticate' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 503 },
    { kind: 'drop' },
    { kind: 'garbage' },
  ];
  return () => (luck(4) === 0 && failures[luck(failures.length)]) || { kind: 'ok' };
}
