import { describe, expect, it } from 'vitest';
import { createApi, type Fetch } from '../../client/data/api.ts';
import { ApiError } from '../../client/data/api-error.ts';
import { createConfirmation } from '../../client/data/confirmation.ts';

/** A hub that wants a confirmation until it had one. */
function guardedHub() {
  const asked: string[] = [];
  let isConfirmed = false;
  const fetch: Fetch = async (path, { method }) => {
    asked.push(`${method} ${path}`);
    if (isConfirmed) return new Response(null, { status: 204 });
    const problem = { title: 'no', code: 'confirmation_needed', methods: ['pin', 'recovery'] };
    return new Response(JSON.stringify(problem), {
      status: 403,
      headers: { 'content-type': 'application/problem+json' },
    });
  };
  return {
    asked,
    fetch,
    confirm: () => {
      isConfirmed = true;
    },
  };
}

function guardedApi() {
  const hub = guardedHub();
  const confirmation = createConfirmation();
  const api = confirmation.guard(createApi(hub.fetch, () => undefined));
  const asking = () =>
    new Promise<void>(resolve => {
      const stop = confirmation.request.subscribe(() => {
        stop();
        resolve();
      });
    });
  return { hub, confirmation, api, asking };
}

describe('a command that must be confirmed', () => {
  it('is sent once more after the confirmation', async () => {
    const { hub, confirmation, api, asking } = guardedApi();
    const asked = asking();
    const sent = api.send('PUT', '/api/mode', {});
    await asked;
    expect(confirmation.request.value).toEqual({ methods: ['pin', 'recovery'] });
    hub.confirm();
    confirmation.answer(true);
    await expect(sent).resolves.toBe(null);
    expect(hub.asked).toEqual(['PUT /api/mode', 'PUT /api/mode']);
    expect(confirmation.request.value).toBe(null);
  });

  it('is refused when nobody confirms it', async () => {
    const { hub, confirmation, api, asking } = guardedApi();
    const asked = asking();
    const sent = api.send('PUT', '/api/mode', {});
    await asked;
    confirmation.answer(false);
    await expect(sent).rejects.toMatchObject({ code: 'confirmation_needed' });
    expect(hub.asked).toHaveLength(1);
  });

  it('is not asked about for ever: a second refusal is the answer', async () => {
    const { confirmation, api, asking } = guardedApi();
    const asked = asking();
    const sent = api.send('PUT', '/api/mode', {});
    await asked;
    confirmation.answer(true);
    await expect(sent).rejects.toMatchObject({ code: 'confirmation_needed' });
    expect(confirmation.request.value).toBe(null);
  });

  it('shares one question with the others that wait', async () => {
    const confirmation = createConfirmation();
    const sent: string[] = [];
    let isConfirmed = false;
    const refusal = new ApiError(403, 'confirmation_needed', '', { methods: ['pin'] });
    const api = confirmation.guard({
      get: () => Promise.reject(refusal),
      send(_method, path) {
        sent.push(path);
        return isConfirmed ? Promise.resolve(null) : Promise.reject(refusal);
      },
    });
    let questions = 0;
    confirmation.request.subscribe(() => {
      if (confirmation.request.value) questions += 1;
    });
    const both = Promise.all([api.send('POST', '/a'), api.send('POST', '/b')]);
    // A turn of the loop later both were refused.
    await new Promise(resolve => setImmediate(resolve));
    isConfirmed = true;
    confirmation.answer(true);
    await expect(both).resolves.toEqual([null, null]);
    expect([questions, sent]).toEqual([1, ['/a', '/b', '/a', '/b']]);
  });
});
