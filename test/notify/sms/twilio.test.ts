import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTwilio } from '../../../server/notify/sms/twilio.ts';
import type { SmsProvider } from '../../../server/notify/sms.ts';
import { failAQuarter, startTwilio, type Twilio, type TwilioAnswer } from '../../fakes/twilio.ts';
import { findFreePort } from '../../free-port.ts';
import { createLuck } from '../../luck.ts';

const mum = '+61400000001';
const sid = 'AC0123456789abcdef0123456789abcdef';
const token = 'tok&n with ü';
const account = { username: sid, password: token, from: '+61480000000' };

let company: Twilio;
let provider: SmsProvider;
beforeEach(async () => {
  company = await startTwilio({ sid, token });
  provider = createTwilio({ ...account, url: company.url });
});
afterEach(() => company.stop());

async function send(by = provider) {
  const { signal } = new AbortController();
  const outcomes = await by.send({ text: 'Front door & hall', to: [mum], ref: 'i1s1', signal });
  expect([...outcomes.keys()]).toEqual([mum]);
  return outcomes.get(mum);
}

it('a message goes as Twilio asks for it', async () => {
  const reference = `SM${'1'.padStart(32, '0')}`;
  expect(await send()).toEqual({ kind: 'accepted', reference });
  expect(company.requests).toMatchObject([
    {
      method: 'POST',
      path: `/2010-04-01/Accounts/${sid}/Messages.json`,
      authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`,
      form: { To: mum, From: '+61480000000', Body: 'Front door & hall' },
    },
  ]);
  expect(company.delivered.get(mum)).toEqual(['Front door & hall']);
});

it('a messaging service is named as one', async () => {
  await send(createTwilio({ ...account, from: 'MG0123', url: `${company.url}/` }));
  expect(company.requests.map(({ form }) => form)).toEqual([
    { To: mum, MessagingServiceSid: 'MG0123', Body: 'Front door & hall' },
  ]);
});

it.each([21211, 21214, 21610, 21612, 21614])(
  'code %i is about the number, and final',
  async code => {
    company.answers.push({ kind: 'error', status: 400, code, message: 'The number is wrong' });
    expect(await send()).toEqual({ kind: 'refused', reason: `${code}: The number is wrong` });
  },
);

it.each([
  [400, 21606],
  [401, 20003],
  [403, 20005],
  [404, 20404],
  [429, 20429],
  [503, 20503],
])('HTTP %i with code %i can be mended, and nothing was taken', async (status, code) => {
  company.answers.push({ kind: 'error', status, code, message: 'Not like this' });
  const reason = `${code}: Not like this`;
  expect(await send()).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
});

it('takes the whole address of Messages.json as well', async () => {
  const whole = `${company.url}/2010-04-01/Accounts/${account.username}/Messages.json`;
  expect(await send(createTwilio({ ...account, url: whole }))).toMatchObject({ kind: 'accepted' });
  expect(company.requests.at(-1)?.path).toBe(new URL(whole).pathname);
});

it('a wrong token is an error of the account’s', async () => {
  const wrong = createTwilio({ ...account, password: 'old', url: company.url });
  const reason = '20003: Authenticate';
  expect(await send(wrong)).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
});

it('a message that fails at once is tried again', async () => {
  company.answers.push({ kind: 'failed' });
  expect(await send()).toMatchObject({ kind: 'failed', mayHaveArrived: false });
});

it.each<[TwilioAnswer, string]>([
  [{ kind: 'status', status: 504, taken: true }, 'unreadable answer (HTTP 504)'],
  [
    { kind: 'status', status: 201, body: '{"sid":""}', taken: true },
    'unreadable answer (HTTP 201)',
  ],
  [{ kind: 'garbage', taken: true }, 'unreadable answer (HTTP 200)'],
  [{ kind: 'drop', taken: true }, 'the connection broke (ECONNRESET)'],
  [{ kind: 'hang', taken: true }, 'no answer within 1 s'],
  [{ kind: 'oversized', taken: true }, 'the answer is over 16 KB'],
  [{ kind: 'redirect', to: 'http://127.0.0.1:9' }, 'redirected; not followed'],
])('%j may have arrived', async (answer, reason) => {
  company.answers.push(answer);
  const hasty = createTwilio({ ...account, url: company.url, limitMs: 1000 });
  const outcome = await send(answer.kind === 'hang' ? hasty : provider);
  expect(outcome).toEqual({ kind: 'failed', reason, mayHaveArrived: true });
  expect(company.requests).toHaveLength(1);
});

it('a company that cannot be reached has taken nothing', async () => {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const reason = 'no connection (ECONNREFUSED)';
  expect(await send(createTwilio({ ...account, url }))).toEqual({
    kind: 'failed',
    reason,
    mayHaveArrived: false,
  });
});

it('a token that the answer repeats is not passed on', async () => {
  const credentials = Buffer.from(`${sid}:${token}`).toString('base64');
  const message = `not ${token} nor ${credentials}`;
  company.answers.push({ kind: 'error', status: 401, code: 20003, message });
  const reason = '20003: not *** nor ***';
  expect(await send()).toEqual({ kind: 'failed', reason, mayHaveArrived: false });
});

it('the balance is told, or why not', async () => {
  const { signal } = new AbortController();
  expect(await provider.balance?.(signal)).toEqual({ kind: 'left', amount: 12.34, unit: 'USD' });
  expect(company.requests).toMatchObject([
    { method: 'GET', path: `/2010-04-01/Accounts/${sid}/Balance.json` },
  ]);
  company.balanceFailure = { kind: 'error', status: 401, code: 20003, message: 'Authenticate' };
  const reason = '20003: Authenticate';
  expect(await provider.balance?.(signal)).toEqual({ kind: 'failed', reason });
  company.balanceFailure = { kind: 'drop' };
  const broken = 'the connection broke (ECONNRESET)';
  expect(await provider.balance?.(signal)).toEqual({ kind: 'failed', reason: broken });
});

it('a company that fails a quarter of the time takes each text once when it is asked again', async () => {
  company.decide = failAQuarter(createLuck(7));
  for (let sent = 0; sent < 100; sent++) {
    while ((await send())?.kind !== 'accepted');
  }
  expect(company.delivered.get(mum)).toHaveLength(100);
  expect(company.requests.length).toBeGreaterThan(115);
});
