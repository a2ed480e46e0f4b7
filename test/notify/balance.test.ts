import { describe, expect, it } from 'vitest';
import { createLog } from '../../server/log.ts';
import { watchBalance } from '../../server/notify/balance.ts';
import type { SmsBalance } from '../../server/notify/sms.ts';

const hour = 3_600_000;

function createAccount(low = 20) {
  const stored = new Map<string, string>();
  let now = Date.parse('2026-11-24T02:00:00Z');
  let answer: SmsBalance = { kind: 'left', amount: 100, unit: 'messages' };
  let asked = 0;
  const told: string[] = [];
  const start = () =>
    watchBalance({
      provider: {
        ...{ name: 'The company', takesMany: true, send: async () => new Map() },
        balance: async () => {
          asked += 1;
          return answer;
        },
      },
      ...{ low, now: () => now, log: createLog(() => undefined) },
      documents: { read: key => stored.get(key), write: (key, body) => void stored.set(key, body) },
      tell: (_code, { body }) => void told.push(body),
    });
  let watch = start();
  return {
    told,
    asked: () => asked,
    watch: () => watch,
    restart: () => {
      watch = start();
    },
    answer: (next: SmsBalance) => {
      answer = next;
    },
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 60_000) {
        now += 60_000;
        watch.look();
        await new Promise(resolve => setImmediate(resolve));
      }
    },
  };
}

describe('the balance of the account', () => {
  it('is asked for now and then, and shown', async () => {
    const account = createAccount();
    await account.pass(13 * hour);
    expect(account.asked()).toBe(3);
    expect(account.watch().last()).toMatchObject({ amount: 100, unit: 'messages' });
    expect(account.told).toEqual([]);
  });

  it('is told once a day while it is low, also over a restart', async () => {
    const account = createAccount();
    account.answer({ kind: 'left', amount: 20, unit: 'messages' });
    await account.pass(2 * 60_000);
    account.restart();
    await account.pass(23 * hour);
    expect(account.told).toEqual([
      'The company has 20 messages left. Top up, or alarms come by push alone.',
    ]);
    await account.pass(8 * hour);
    expect(account.told).toHaveLength(2);
  });

  it('is told anew when it was topped up and is low again', async () => {
    const account = createAccount();
    account.answer({ kind: 'left', amount: 3, unit: 'messages' });
    await account.pass(60_000);
    account.answer({ kind: 'left', amount: 90, unit: 'messages' });
    await account.pass(7 * hour);
    account.answer({ kind: 'left', amount: 3, unit: 'messages' });
    await account.pass(7 * hour);
    expect(account.told).toHaveLength(2);
  });

  it('is asked for again soon when the company does not say, and keeps what it said last', async () => {
    const account = createAccount();
    await account.pass(60_000);
    account.answer({ kind: 'failed', reason: 'no answer within 10 s' });
    await account.pass(6 * hour);
    const before = account.asked();
    await account.pass(hour);
    expect(account.asked() - before).toBe(4);
    expect(account.watch().trouble()).toBe('no answer within 10 s');
    expect(account.watch().last()).toMatchObject({ amount: 100 });
  });
});
