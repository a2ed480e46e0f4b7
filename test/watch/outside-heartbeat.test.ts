import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutsideHeartbeat } from '../../server/watch/outside-heartbeat.ts';
import type { Pulse } from '../../server/watch/pulse.ts';
import {
  type Failure,
  type ProviderServer,
  type Reply,
  startProvider,
} from '../fakes/provider-server.ts';
import { hearOutcomes } from './outcomes.ts';

let watcher: ProviderServer<Reply | Failure>;
let pulse: Pulse;
let isWell = true;
const fine = { status: 200, type: 'text/plain', body: 'OK' };

beforeEach(async () => {
  isWell = true;
  watcher = await startProvider<Reply | Failure>(fine, (_request, next) => next());
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await pulse.stop();
  await watcher.stop();
});

function begin(fail = false) {
  const outcomes = hearOutcomes();
  pulse = createOutsideHeartbeat(
    { url: `${watcher.url}/ping/1234?create=0`, every: 60, fail },
    { isWell: () => isWell, outcomes },
  );
  pulse.start();
  return outcomes;
}

const paths = () => watcher.requests.map(({ method, path }) => `${method} ${path}`);

describe('a heartbeat', () => {
  it('is sent at once, and every minute', async () => {
    const outcomes = begin();
    for (let beat = 1; beat <= 3; beat++) {
      await outcomes.until(beat);
      vi.advanceTimersByTime(59_999);
      expect(watcher.requests).toHaveLength(beat);
      vi.advanceTimersByTime(1);
    }
    await outcomes.until(4);
    expect(paths()).toEqual(Array.from({ length: 4 }, () => 'GET /ping/1234?create=0'));
  });

  it.each<[Failure, string]>([
    [{ kind: 'status', status: 404 }, 'answers 404'],
    [{ kind: 'status', status: 500 }, 'answers 500'],
    [{ kind: 'redirect', to: 'http://127.0.0.1/steal' }, 'redirected; not followed'],
    [{ kind: 'oversized' }, 'the answer is over 16 KB'],
    [{ kind: 'drop' }, 'the connection broke (ECONNRESET)'],
  ])('that fails is sent again after 10 s: %j', async (failure, reason) => {
    watcher.answers.push(failure);
    const outcomes = begin();
    await outcomes.until(1);
    vi.advanceTimersByTime(10_000);
    await outcomes.until(2);
    expect(outcomes.heard).toEqual([reason, 'ok']);
  });

  it('stays out while the hub cannot do its work', async () => {
    isWell = false;
    const outcomes = begin();
    await new Promise(resolve => setImmediate(resolve));
    isWell = true;
    vi.advanceTimersByTime(60_000);
    await outcomes.until(1);
    expect(paths()).toEqual(['GET /ping/1234?create=0']);
  });

  it('says so instead, to a watcher that knows how', async () => {
    isWell = false;
    const outcomes = begin(true);
    await outcomes.until(1);
    expect(paths()).toEqual(['GET /ping/1234/fail?create=0']);
  });

  it('that hangs is given up when the hub stops', async () => {
    watcher.answers.push({ kind: 'hang' });
    const outcomes = begin();
    await watcher.received(1);
    await pulse.stop();
    vi.advanceTimersByTime(600_000);
    expect([outcomes.heard, watcher.requests.length]).toEqual([[], 1]);
  });
});
