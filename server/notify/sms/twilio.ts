import { z } from 'zod';
import type { OutsideAnswer } from '../../outgoing/request.ts';
import type { SmsOutcome, SmsProvider } from '../sms.ts';
import { doubtful, failureOf, isTimeout, untaken } from './failed.ts';
import { plainReason } from './reason.ts';
import { askCompany } from './request.ts';

export interface TwilioAccount {
  /** The account SID, AC…. */
  username: string;
  /** The auth token. */
  password: string;
  /** A number or a name of the account’s, or a messaging service, MG…. */
  from: string;
  url?: string | undefined;
  /** So long an answer is waited for. */
  limitMs?: number;
}

/**
 * Codes that are about the recipient, and final: not a number, not reachable, not a mobile, has
 * answered STOP, the sender itself (twilio.com/docs/api/errors). All others are about the account or
 * the sender, which the owner can mend while the message waits.
 */
const recipientCodes = new Set([21211, 21214, 21217, 21266, 21610, 21612, 21614, 21635]);

const created = z.object({ sid: z.string().min(1), status: z.string().optional() });
const problem = z.object({ code: z.number().optional(), message: z.string() });
const balance = z.object({ balance: z.coerce.number(), currency: z.string() });

/** Twilio’s REST API, version 2010-04-01: one number a request. */
export function createTwilio({
  username,
  password,
  from,
  url = 'https://api.twilio.com',
  limitMs = 10_000,
}: TwilioAccount): SmsProvider {
  const credentials = Buffer.from(`${username}:${password}`).toString('base64');
  const secrets = [password, credentials];
  const sender = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
  // Twilio's pages show the whole address of Messages.json, so that is what is copied.
  const host = url.replace(/\/2010-04-01(\/.*)?$/, '').replace(/\/+$/, '');
  const account = `${host}/2010-04-01/Accounts/${encodeURIComponent(username)}`;

  const ask = (path: string, signal: AbortSignal, form?: Record<string, string>) =>
    askCompany({
      url: new URL(`${account}${path}`),
      ...(form && { form: new URLSearchParams(form) }),
      authorization: `Basic ${credentials}`,
      signal,
      limitMs,
    });

  async function sendOne(number: string, text: string, signal: AbortSignal): Promise<SmsOutcome> {
    try {
      const form = { To: number, ...sender, Body: text };
      return readOutcome(await ask('/Messages.json', signal, form), secrets);
    } catch (error) {
      return failureOf(error);
    }
  }

  return {
    name: 'Twilio',
    takesMany: false,
    async send({ text, to, signal }) {
      const each = to.map(async number => [number, await sendOne(number, text, signal)] as const);
      return new Map(await Promise.all(each));
    },
    async balance(signal) {
      try {
        const answer = await ask('/Balance.json', signal);
        const left = balance.safeParse(parseJson(answer.text));
        if (answer.status !== 200 || !left.success) {
          return { kind: 'failed', reason: describe(answer, secrets) };
        }
        return { kind: 'left', amount: left.data.balance, unit: left.data.currency };
      } catch (error) {
        return { kind: 'failed', reason: failureOf(error).reason };
      }
    },
  };
}

function readOutcome(answer: OutsideAnswer, secrets: readonly string[]): SmsOutcome {
  const { status, text } = answer;
  const json = parseJson(text);
  const reason = describe(answer, secrets);
  if (status >= 200 && status < 300) {
    const message = created.safeParse(json);
    if (!message.success) return doubtful(reason);
    if (message.data.status === 'failed') return untaken('Twilio took it and failed at once');
    return { kind: 'accepted', reference: message.data.sid };
  }
  if (status === 400) {
    const code = problem.safeParse(json).data?.code;
    if (code !== undefined && recipientCodes.has(code)) return { kind: 'refused', reason };
  }
  return status >= 400 && !isTimeout(status) ? untaken(reason) : doubtful(reason);
}

function describe({ status, text }: OutsideAnswer, secrets: readonly string[]): string {
  const { data } = problem.safeParse(parseJson(text));
  if (data === undefined) return `unreadable answer (HTTP ${status})`;
  return plainReason(
    data.code === undefined ? data.message : `${data.code}: ${data.message}`,
    secrets,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
