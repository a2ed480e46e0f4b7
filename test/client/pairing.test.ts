import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApi } from '../../client/data/api.ts';
import { nextStep, phaseOf } from '../../client/data/pairing-steps.ts';
import { createPairingWatch } from '../../client/data/pairing-watch.ts';
import { countdownWords, pairingTitle } from '../../client/words/pairing.ts';
import type { PairingProgress } from '../../server/protocol.ts';

function progress(...steps: ('root' | 'identity' | 'opened' | 'app')[]): PairingProgress {
  const none = { root: false, identity: false, opened: false, app: false, away: false };
  const done = Object.fromEntries(steps.map(step => [step, true]));
  return { id: 'p1', device: 'phone', expiresAt: '2026-11-24T09:00:00.000Z', ...none, ...done };
}

describe('a pairing', () => {
  it('goes from step to step, and a later one proves those before it', () => {
    expect(nextStep(null)).toBe('root');
    expect(nextStep(progress())).toBe('root');
    expect(nextStep(progress('root'))).toBe('identity');
    // A phone that is renewed never takes the authority's certificate again.
    expect(nextStep(progress('identity'))).toBe('opened');
    expect(nextStep(progress('identity', 'opened', 'app'))).toBe(null);
  });

  it('runs out only before the certificate was taken', () => {
    expect(phaseOf(null, false)).toBe('waiting');
    expect(phaseOf(progress('root'), true)).toBe('ran-out');
    expect(phaseOf(progress('root', 'identity'), true)).toBe('fetched');
    expect(phaseOf(progress('root', 'identity', 'opened'), true)).toBe('in');
  });

  it('is counted down and named', () => {
    expect(countdownWords(600_000)).toBe('10:00');
    expect(countdownWords(61_001)).toBe('1:02');
    expect(countdownWords(-5)).toBe('0:00');
    expect(pairingTitle('Tom’s phone', 'waiting', false)).toBe('Let Tom’s phone in');
    expect(pairingTitle('Tom’s phone', 'waiting', true)).toBe('Renew this phone');
    expect(pairingTitle('Tom’s phone', 'in', true)).toBe('Tom’s phone is in.');
  });
});

describe('the watch over a pairing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function watch(answers: (PairingProgress | 404 | 'no network')[]) {
    let count = 0;
    const api = createApi(
      async () => {
        const answer = answers[count++] ?? 'no network';
        if (answer === 'no network') throw new TypeError('Failed to fetch');
        const headers = { 'content-type': 'application/json' };
        if (answer === 404) {
          const problem = { title: 'no', code: 'not_found' };
          return new Response(JSON.stringify(problem), { status: 404, headers });
        }
        return new Response(JSON.stringify(answer), { headers });
      },
      () => undefined,
    );
    return { asked: () => count, watch: createPairingWatch(api, 'p1') };
  }

  it('asks every two seconds until the app was opened', async () => {
    const last = progress('root', 'identity', 'opened', 'app');
    const { asked, watch: pairing } = watch([progress(), progress('root'), last]);
    pairing.start();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked()).toBe(3);
    expect(pairing.state.value).toEqual({ progress: last, isGone: false, isOutOfReach: false });
  });

  it('keeps what it knows while the hub is out of reach, and goes on asking', async () => {
    const { watch: pairing } = watch([progress('root'), 'no network', progress('identity'), 404]);
    pairing.start();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(pairing.state.value).toMatchObject({ isOutOfReach: true, progress: { root: true } });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(pairing.state.value).toMatchObject({ isOutOfReach: false });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(pairing.state.value).toMatchObject({ isGone: true, progress: { identity: true } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks no more once it is stopped', async () => {
    const { asked, watch: pairing } = watch([progress(), progress()]);
    pairing.start();
    await vi.advanceTimersByTimeAsync(0);
    pairing.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked()).toBe(1);
  });
});
