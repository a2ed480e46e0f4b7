import { describe, expect, it } from 'vitest';
import { createApi } from '../../client/data/api.ts';
import { createOwnDevice } from '../../client/data/me.ts';

const me = {
  ...{ name: 'Ines', via: 'link', role: 'member', device: null, sessions: [], passkeys: [] },
  confirm: { for: [], methods: [], isPinFresh: false },
};

function ownDevice(answers: () => number) {
  const asked: string[] = [];
  const api = createApi(
    async (path, { method, body = '' }) => {
      const status = answers();
      if (status === 0) throw new TypeError('Failed to fetch');
      asked.push(`${method} ${path} ${body}`.trim());
      if (method === 'POST') return new Response(null, { status: 204 });
      return new Response(JSON.stringify(me), { headers: { 'content-type': 'application/json' } });
    },
    () => undefined,
  );
  return { asked, own: createOwnDevice(api, () => 'standalone') };
}

describe('this device', () => {
  it('tells the hub once how the app was opened, and asks for itself each time', async () => {
    const { asked, own } = ownDevice(() => 200);
    await own.arrive();
    await own.arrive();
    expect(asked).toEqual([
      'POST /api/me/opened {"display":"standalone"}',
      'GET /api/me',
      'GET /api/me',
    ]);
    expect(own.me.value?.name).toBe('Ines');
  });

  it('tells it later when the hub was out of reach, and again for whoever comes after', async () => {
    let status = 0;
    const { asked, own } = ownDevice(() => status);
    await own.arrive();
    expect([asked, own.me.value]).toEqual([[], null]);
    status = 200;
    await own.arrive();
    own.forget();
    expect(own.me.value).toBe(null);
    await own.arrive();
    expect(asked.filter(line => line.startsWith('POST'))).toHaveLength(2);
  });
});
