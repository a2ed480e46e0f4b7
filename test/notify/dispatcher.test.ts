import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../server/log.ts';
import type { Courier, Outcome } from '../../server/notify/courier.ts';
import { createDispatcher, type Dispatcher } from '../../server/notify/dispatcher.ts';
import type { SmsProvider, SmsRequest } from '../../server/notify/sms.ts';
import { createSmsCourier } from '../../server/notify/sms-courier.ts';
import { openState } from '../../server/state/open-state.ts';
import { createOutbox, type NewMessage, type Outbox } from '../../server/state/outbox.ts';
import type { State } from '../../server/state/state.ts';

const start = Date.parse('2026-11-24T02:00:00Z');
const staleMs = 6 * 3_600_000;
const clock = { wall: () => Date.now(), steady: () => Date.now() };
const localTime = (at: number) => new Date(at).toISOString().slice(11, 16);
let folder: string;
let state: State;
let outbox: Outbox;
let dispatcher: Dispatcher | undefined;
let ended: string[];
let givenUp: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sec53-outbox-'));
  state = await openState(folder);
  outbox = createOutbox(state);
  ended = [];
  givenUp = [];
  // Immediates stay real: the queue hands tasks over with them.
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await dispatcher?.stop();
  dispatcher = undefined;
  state.close();
  await rm(folder, { recursive: true });
});

function put(id: string, change: Partial<NewMessage> = {}): void {
  const now = Date.now();
  outbox.put({
    ...{ id, batch: id, incident: 'i', kind: 'alarm', channel: 'sms', recipient: '+61400000001' },
    ...{ person: 'Mum', title: '', text: 'home ALERT: Hall: motion 02:00.', aboutAt: now },
    ...{ createdAt: now, dueAt: now, staleAt: now + staleMs, ...change },
  });
}

function run(...couriers: Courier[]): Dispatcher {
  dispatcher = createDispatcher({
    ...{ state, outbox, couriers, clock, staleMs, random: () => 1, trustedFrom: 0 },
    log: createLog(() => undefined),
    onEnd: ({ id }, { kind }) => void ended.push(`${id} ${kind}`),
    onGivenUp: rows => void givenUp.push(...rows.map(({ id }) => id)),
    onTrouble: () => undefined,
  });
  dispatcher.start();
  return dispatcher;
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn++) await new Promise(resolve => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  const stepMs = 250;
  for (let left = ms; left > 0; left -= stepMs) {
    await vi.advanceTimersByTimeAsync(Math.min(stepMs, left));
    await settle();
  }
}

/** A courier that says what a test says, and notes what it was given. */
function courier(answer: () => Outcome | Promise<Outcome>, change: Partial<Courier> = {}) {
  const carried: string[] = [];
  const made: Courier & { carried: string[] } = {
    ...{ channel: 'sms', takesMany: false, patienceMs: () => Number.POSITIVE_INFINITY, carried },
    ...{ forget: () => undefined, mostDoubts: 10 },
    prepare: rows => ({
      provider: 'test',
      async go() {
        carried.push(rows.map(({ id }) => id).join('+'));
        const outcome = await answer();
        return new Map(rows.map(({ id }) => [id, outcome]));
      },
    }),
    ...change,
  };
  return made;
}

const sent: Outcome = { kind: 'sent', reference: 'r' };
const down: Outcome = { kind: 'failed', reason: 'refused', mayHaveArrived: false, retryAfterMs: 0 };
const never = new Promise<Outcome>(() => undefined);

describe('the dispatcher', () => {
  it('sends what waits, once, and notes it', async () => {
    put('a');
    const phone = courier(() => sent);
    run(phone);
    await pass(50);
    put('b');
    dispatcher?.wake();
    dispatcher?.wake();
    await pass(120_000);
    expect(phone.carried).toEqual(['a', 'b']);
    expect(ended).toEqual(['a sent', 'b sent']);
    expect(outbox.get('a')).toMatchObject({ status: 'sent', attempts: 1, reference: 'r' });
  });

  it('waits twice as long after each failure, and not at all once something gets through', async () => {
    let isOpen = false;
    const phone = courier(() => (isOpen ? sent : down));
    put('a');
    run(phone);
    const times: number[] = [];
    let before = 0;
    for (let ms = 0; ms < 40_000; ms += 250) {
      await pass(250);
      if (phone.carried.length > before) times.push(Math.round(ms / 1000));
      before = phone.carried.length;
    }
    expect(times).toEqual([0, 1, 3, 7, 15, 31]);
    expect(dispatcher?.trouble('sms')).toMatchObject({ reason: 'refused' });
    isOpen = true;
    put('b');
    dispatcher?.wake();
    await pass(1000);
    expect(ended).toEqual(['b sent', 'a sent']);
    expect(dispatcher?.trouble('sms')).toBeUndefined();
  });

  it('lets a channel that hangs delay no other', async () => {
    put('a');
    put('b', { channel: 'push', recipient: 'phone' });
    run(
      courier(() => never),
      courier(() => sent, { channel: 'push' }),
    );
    await pass(50);
    expect(ended).toEqual(['b sent']);
  });

  it('sends several of a batch in one trip, and what failed of them again in one', async () => {
    const answers = new Map<string, Outcome[]>([
      ['a', [sent]],
      ['b', [down, sent]],
      ['c', [down, sent]],
    ]);
    const trips: string[] = [];
    const phone = courier(() => sent, {
      takesMany: true,
      prepare: rows => ({
        provider: 'test',
        async go() {
          trips.push(rows.map(({ id }) => id).join('+'));
          return new Map(rows.map(({ id }) => [id, answers.get(id)?.shift() ?? down]));
        },
      }),
    });
    for (const id of ['a', 'b', 'c']) put(id, { batch: 'one' });
    run(phone);
    await pass(2000);
    expect(trips).toEqual(['a+b+c', 'b+c']);
    expect(ended).toEqual(['a sent', 'b sent', 'c sent']);
  });

  it('ends a message that is refused, and shows it', async () => {
    put('a');
    run(courier(() => ({ kind: 'refused', reason: 'Invalid Number' })));
    await pass(60_000);
    expect(ended).toEqual(['a refused']);
    expect(outbox.undelivered(0, 9)).toMatchObject([{ id: 'a', reason: 'Invalid Number' }]);
  });

  it('gives up what nobody needs any more, and says so', async () => {
    put('a', { staleAt: Date.now() + 10_000 });
    run(courier(() => down));
    await pass(20_000);
    expect(givenUp).toEqual(['a']);
    expect(outbox.get('a')).toMatchObject({
      status: 'dropped',
      reason: 'it could not leave in time: refused',
    });
  });

  it('sends what was cut off once more, marked, and not a third time', async () => {
    for (const id of ['a', 'b']) put(id);
    outbox.markSending(['a'], 'test');
    const texts: string[] = [];
    const phone = courier(() => sent, {
      prepare: rows => ({
        provider: 'test',
        async go() {
          texts.push(...rows.map(({ id, is_repeat }) => `${id} ${is_repeat > 0}`));
          return new Map(rows.map(({ id }) => [id, sent]));
        },
      }),
    });
    run(phone);
    await pass(50);
    expect(texts.toSorted()).toEqual(['a true', 'b false']);
    await dispatcher?.stop();
    put('c');
    outbox.markSending(['c'], 'test');
    const again = run(courier(() => never));
    await pass(50);
    const stopped = again.stop();
    await pass(3000);
    await stopped;
    run(phone);
    await pass(50);
    expect(texts).toHaveLength(2);
    expect(outbox.get('c')).toMatchObject({ status: 'unknown' });
    expect(outbox.undelivered(0, 9)).toMatchObject([{ id: 'c' }]);
  });

  it('takes what a wrong clock dated for neither stale nor due in years', async () => {
    put('from 1970', { createdAt: 1000, dueAt: 1000, staleAt: 1000 + staleMs });
    const ahead = Date.parse('2031-01-01T00:00:00Z');
    put('from 2031', { createdAt: ahead, dueAt: ahead, staleAt: ahead + staleMs });
    const phone = courier(() => sent);
    dispatcher = createDispatcher({
      ...{ state, outbox, couriers: [phone], clock, staleMs, random: () => 1 },
      trustedFrom: Date.parse('2026-01-01T00:00:00Z'),
      log: createLog(() => undefined),
      onEnd: () => undefined,
      onGivenUp: rows => void givenUp.push(...rows.map(({ id }) => id)),
      onTrouble: () => undefined,
    });
    dispatcher.start();
    await pass(50);
    expect(phone.carried.toSorted()).toEqual(['from 1970', 'from 2031']);
    expect(givenUp).toEqual([]);
  });

  it('does not try for ever what may have arrived each time', async () => {
    const doubt: Outcome = { ...down, reason: 'garbage', mayHaveArrived: true };
    put('a');
    const phone = courier(() => doubt, { mostDoubts: 3 });
    run(phone);
    await pass(60_000);
    expect(phone.carried).toHaveLength(3);
    expect(outbox.get('a')).toMatchObject({ status: 'unknown', reason: 'garbage' });
  });

  it('does not send again what a disk refuses to note, and notes it when it does', async () => {
    put('a');
    let isFull = false;
    const phone = courier(() => {
      isFull = true;
      return sent;
    });
    const end = outbox.end;
    outbox.end = (...given) => {
      if (isFull) throw new Error('disk full');
      end(...given);
    };
    run(phone);
    await pass(5000);
    expect(outbox.get('a')?.status).toBe('sending');
    isFull = false;
    await pass(2000);
    expect(phone.carried).toEqual(['a']);
    expect(outbox.get('a')?.status).toBe('sent');
  });
});

describe('a modem beside a company', () => {
  function provider(name: string, answer: (request: SmsRequest) => Promise<boolean> | boolean) {
    const requests: { text: string; atMs: number }[] = [];
    const made: SmsProvider & { requests: typeof requests } = {
      ...{ name, takesMany: false, requests },
      async send(request) {
        requests.push({ text: request.text, atMs: Date.now() - start });
        const isTaken = await answer(request);
        return new Map(
          request.to.map(number => [
            number,
            isTaken
              ? { kind: 'accepted' as const, reference: name }
              : { kind: 'failed' as const, reason: 'refused', mayHaveArrived: false },
          ]),
        );
      },
    };
    return made;
  }

  const both = (primary: SmsProvider, fallback: SmsProvider) =>
    createSmsCourier({ primary, fallback, fallbackAfterMs: 15_000, clock, localTime });

  it('takes over 15 seconds after the first try when the company refuses', async () => {
    const company = provider('company', () => false);
    const modem = provider('modem', () => true);
    put('a');
    run(both(company, modem));
    await pass(14_000);
    expect(modem.requests).toEqual([]);
    await pass(3000);
    expect(modem.requests.map(({ atMs }) => Math.round(atMs / 1000))).toEqual([15]);
    expect(outbox.get('a')).toMatchObject({ status: 'sent', provider: 'modem' });
  });

  it('takes over when the company hangs, and marks the text, which may have arrived', async () => {
    const company = provider(
      'company',
      ({ signal }) =>
        new Promise(resolve => signal.addEventListener('abort', () => resolve(false))),
    );
    const modem = provider('modem', () => true);
    // The signal's own limit is a real timer; this one is the test's.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), ms);
      return controller.signal;
    });
    put('a');
    run(both(company, modem));
    await pass(17_000);
    expect(company.requests).toHaveLength(1);
    expect(modem.requests.map(({ atMs }) => Math.round(atMs / 1000))).toEqual([15]);
    vi.restoreAllMocks();
  });

  it('takes turns with the company when neither gets through', async () => {
    const company = provider('company', () => false);
    const modem = provider('modem', () => false);
    put('a');
    run(both(company, modem));
    await pass(180_000);
    expect(modem.requests.length).toBeGreaterThan(1);
    const late = company.requests.filter(({ atMs }) => atMs >= 15_000);
    expect(Math.abs(late.length - modem.requests.length)).toBeLessThanOrEqual(1);
  });
});
