import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSmsBroadcast } from '../../../server/notify/sms/sms-broadcast.ts';
import type { SmsProvider } from '../../../server/notify/sms.ts';
import {
  failAQuarter,
  type SmsBroadcast,
  type SmsBroadcastAnswer,
  startSmsBroadcast,
} from '../../fakes/sms-broadcast.ts';
import { findFreePort } from '../../free-port.ts';
import { createLuck } from '../../luck.ts';

const mum = '+61400000001';
const tom = '+61400000002';
const ann = '+61400000003';
const password = 'p&ss wörd';
const account = { username: 'family', password, from: '' };

let company: SmsBroadcast;
let provider: SmsProvider;
beforeEach(async () => {
  company = await startSmsBroadcast({ username: 'family', password });
  provider = createSmsBroadcast({ ...account, url: company.url });
});
afterEach(() => company.stop());

async function send(to: readonly string[] = [mum], by = provider) {
  const { signal } = new AbortController();
  return Object.fromEntries(await by.send({ text: 'Front door', to, ref: 'i1s1', signal }));
}

/** What an answer of the company's own words makes of one or more numbers. */
function answered(body: string, to: readonly string[], status = 200) {
  company.answers.push({ kind: 'status', status, body });
  return send(to);
}

const doubtful = (reason: string) => ({ kind: 'failed', reason, mayHaveArrived: true });
const untaken = (reason: string) => ({ kind: 'failed', reason, mayHaveArrived: false });

it('several numbers go in one form, digits only', async () => {
  expect(await send([mum, tom])).toEqual({
    [mum]: { kind: 'accepted', reference: '1' },
    [tom]: { kind: 'accepted', reference: '2' },
  });
  expect(company.requests).toMatchObject([{ method: 'POST', path: '/' }]);
  expect(company.requests.map(({ form }) => form)).toEqual([
    {
      username: 'family',
      password,
      to: '61400000001,61400000002',
      message: 'Front door',
      ref: 'i1s1',
    },
  ]);
  expect(company.delivered.get('61400000002')).toEqual(['Front door']);
});

it('the sender is named when there is one', async () => {
  await send([mum], createSmsBroadcast({ ...account, from: 'Home', url: company.url }));
  expect(company.requests[0]?.form.from).toBe('Home');
});

it('one bad number among three is final, and the others are taken', async () => {
  company.answers.push({ kind: 'bad', numbers: ['61400000002'], reason: 'Invalid: too short' });
  expect(await send([mum, tom, ann])).toEqual({
    [mum]: { kind: 'accepted', reference: '1' },
    [tom]: { kind: 'refused', reason: 'Invalid: too short' },
    [ann]: { kind: 'accepted', reference: '2' },
  });
});

it('an error is everybody’s, worth another try, and nothing was taken', async () => {
  company.answers.push({ kind: 'error', reason: 'Insufficient credit' });
  expect(await send([mum, tom])).toEqual({
    [mum]: untaken('Insufficient credit'),
    [tom]: untaken('Insufficient credit'),
  });
});

it('a wrong password is an error of the account’s', async () => {
  const wrong = createSmsBroadcast({ ...account, password: 'old', url: company.url });
  expect(await send([mum], wrong)).toEqual({
    [mum]: untaken('Username or password is incorrect'),
  });
});

it.each(['61400000001', '+61400000001', '0061400000001', '0400000001', '0400 000 001'])(
  'an answer for %s is for the number asked for',
  async named => {
    expect(await answered(`OK:${named}:77\r\n`, [mum])).toEqual({
      [mum]: { kind: 'accepted', reference: '77' },
    });
  },
);

it('lines for others are ignored, and silence about a number is no success', async () => {
  company.answers.push({ kind: 'strangers' }, { kind: 'silent', numbers: ['61400000001'] });
  expect(await send()).toEqual({ [mum]: doubtful('unreadable answer (HTTP 200)') });
  expect(await send([mum, tom])).toEqual({
    [mum]: doubtful('the answer says nothing of this number'),
    [tom]: { kind: 'accepted', reference: '2' },
  });
});

it('lines count whatever the HTTP status is', async () => {
  expect(await answered('OK:61400000001:5\nBAD:0400000002:Opted out', [mum, tom], 500)).toEqual({
    [mum]: { kind: 'accepted', reference: '5' },
    [tom]: { kind: 'refused', reason: 'Opted out' },
  });
  expect(await answered('ERROR:Come back later', [mum], 503)).toEqual({
    [mum]: untaken('Come back later'),
  });
});

it('an answer that contradicts itself is no answer', async () => {
  const lines = 'OK:61400000001:5\nBAD:0400000001:Opted out';
  expect(await answered(lines, [mum])).toEqual({
    [mum]: doubtful('the answer contradicts itself'),
  });
});

it.each<[SmsBroadcastAnswer, string]>([
  [{ kind: 'status', status: 504, taken: true }, 'unreadable answer (HTTP 504)'],
  [{ kind: 'garbage', taken: true }, 'unreadable answer (HTTP 200)'],
  [{ kind: 'drop', taken: true }, 'the connection broke (ECONNRESET)'],
  [{ kind: 'hang', taken: true }, 'no answer within 1 s'],
  [{ kind: 'oversized', taken: true }, 'the answer is over 16 KB'],
  [{ kind: 'redirect', to: 'http://127.0.0.1:9' }, 'redirected; not followed'],
])('%j may have arrived', async (answer, reason) => {
  company.answers.push(answer);
  const hasty = createSmsBroadcast({ ...account, url: company.url, limitMs: 1000 });
  const by = answer.kind === 'hang' ? hasty : provider;
  expect(await send([mum, tom], by)).toEqual({ [mum]: doubtful(reason), [tom]: doubtful(reason) });
  expect(company.requests).toHaveLength(1);
});

it('a company that says that it failed has taken nothing', async () => {
  company.answers.push({ kind: 'status', status: 503 });
  expect(await send([mum])).toEqual({ [mum]: untaken('unreadable answer (HTTP 503)') });
});

it('a company that cannot be reached has taken nothing', async () => {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  expect(await send([mum], createSmsBroadcast({ ...account, url }))).toEqual({
    [mum]: untaken('no connection (ECONNREFUSED)'),
  });
});

it('a password that the answer repeats is not passed on', async () => {
  const said = `ERROR:password ${password} (${encodeURIComponent(password)}) is\u001b[31m wrong`;
  expect(await answered(said, [mum])).toEqual({
    [mum]: untaken('password *** (***) is [31m wrong'),
  });
  expect(await answered(`BAD:61400000001:${password}`, [mum])).toEqual({
    [mum]: { kind: 'refused', reason: '***' },
  });
});

it('the balance is told, or why not', async () => {
  const { signal } = new AbortController();
  company.balance = 42;
  expect(await provider.balance?.(signal)).toEqual({ kind: 'left', amount: 42, unit: 'messages' });
  expect(company.requests[0]?.form).toEqual({ username: 'family', password, action: 'balance' });
  company.balanceFailure = { kind: 'error', reason: 'Account closed' };
  expect(await provider.balance?.(signal)).toEqual({ kind: 'failed', reason: 'Account closed' });
  company.balanceFailure = { kind: 'garbage' };
  const reason = 'unreadable answer (HTTP 200)';
  expect(await provider.balance?.(signal)).toEqual({ kind: 'failed', reason });
});

it('a company that fails a quarter of the time takes each text once when it is asked again', async () => {
  company.decide = failAQuarter(createLuck(7));
  for (let sent = 0; sent < 100; sent++) {
    while ((await send())[mum]?.kind !== 'accepted');
  }
  expect(company.delivered.get('61400000001')).toHaveLength(100);
  expect(company.requests.length).toBeGreaterThan(115);
});

it('the same ref is no protection: what is sent twice arrives twice', async () => {
  await send();
  await send();
  expect(company.requests.map(({ form }) => form.ref)).toEqual(['i1s1', 'i1s1']);
  expect(company.delivered.get('61400000001')).toHaveLength(2);
});
