import { describe, expect, it } from 'vitest';
import { createApi } from '../../client/data/api.ts';
import { isSession } from '../../client/data/guards.ts';

const session = { name: 'Ines', via: 'certificate', role: 'member' };

function answer(status: number, body: unknown, headers: Record<string, string> = {}) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return async () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type, ...headers } });
}

const ignore = () => undefined;

describe('a request', () => {
  it('resolves with what has the expected shape', async () => {
    await expect(
      createApi(answer(200, session), ignore).get('/api/session', isSession),
    ).resolves.toEqual(session);
  });

  it('refuses an answer of another shape', async () => {
    const api = createApi(answer(200, { hello: 'captive portal' }), ignore);
    await expect(api.get('/api/session', isSession)).rejects.toMatchObject({ code: 'malformed' });
  });

  it('tells of a 401 and rejects with it', async () => {
    let count = 0;
    const api = createApi(answer(401, { title: 'no', code: 'unauthorized' }), () => {
      count += 1;
    });
    await expect(api.get('/api/session', isSession)).rejects.toMatchObject({ status: 401 });
    expect(count).toBe(1);
  });

  it('brings blockers and the time to wait along', async () => {
    const blockers = [{ sensor: 'door', reason: 'open' }];
    const blocked = createApi(answer(409, { title: 'no', code: 'blocked', blockers }), ignore);
    await expect(blocked.send('PUT', '/api/mode', {})).rejects.toMatchObject({
      code: 'blocked',
      blockers,
    });
    const limited = createApi(
      answer(429, { title: 'no', code: 'rate-limited' }, { 'retry-after': '30' }),
      ignore,
    );
    await expect(limited.send('POST', '/api/session', {})).rejects.toMatchObject({
      retryAfterSeconds: 30,
    });
  });

  it('that finds no network has status 0', async () => {
    const api = createApi(async () => {
      throw new TypeError('Failed to fetch');
    }, ignore);
    await expect(api.get('/api/session', isSession)).rejects.toMatchObject({
      status: 0,
      code: 'unreachable',
    });
  });
});
