import { describe, expect, it } from 'vitest';
import { createApi } from '../../client/data/api.ts';
import {
  type PhoneSubscription,
  type PushPhone,
  startPush,
  stopPush,
  syncPush,
} from '../../client/data/push.ts';

const keyOf = (name: string) => Buffer.from(name).toString('base64url');

type Permission = ReturnType<PushPhone['permission']>;

interface House {
  publicKey: string | null;
  /** Endpoints that it knows, and whether they are well. */
  known: Map<string, boolean>;
  over: Set<string>;
}

interface Setup extends Partial<PushPhone> {
  has?: string | null;
  hasKey?: string;
  needsTap?: boolean;
  answer?: Permission;
  wanted?: string | null;
  now?: Permission;
}

/** A phone with a browser of its own, and a hub. */
function createPhone(setup: Setup = {}, house: Partial<House> = {}) {
  const hub: House = { publicKey: keyOf('hub'), known: new Map(), over: new Set(), ...house };
  let { now: permission = 'granted', wanted = 'Ines', has = null } = setup;
  let hasKey = setup.hasKey ?? 'hub';
  let made = 0;

  function subscription(endpoint: string): PhoneSubscription {
    const buffer = Buffer.from(hasKey);
    return {
      ...{ endpoint, toJSON: () => ({ endpoint, keys: {} }) },
      options: { applicationServerKey: new Uint8Array(buffer).buffer },
      async unsubscribe() {
        has = null;
        return true;
      },
    };
  }

  const phone: PushPhone = {
    ability: setup.ability ?? 'able',
    permission: () => permission,
    async askPermission() {
      permission = setup.answer ?? 'granted';
      return permission;
    },
    subscription: async () => (has === null ? null : subscription(has)),
    async subscribe(publicKey) {
      if (setup.needsTap) throw new DOMException('a tap', 'NotAllowedError');
      made += 1;
      has = `made ${made}`;
      hasKey = Buffer.from(publicKey, 'base64url').toString();
      return subscription(has);
    },
    wantedBy: () => wanted,
    setWantedBy(person) {
      wanted = person;
    },
  };

  const answer = (body: object, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const state = () => ({
    publicKey: hub.publicKey,
    subscriptions: [...hub.known].map(([endpoint, isWell]) => ({
      ...{ endpoint, createdAt: '', seenAt: '', brokenAt: isWell ? null : '2026' },
    })),
  });
  const api = createApi(
    async (_path, { method, body = '{}' }) => {
      const { endpoint } = JSON.parse(body);
      if (method === 'PUT' && hub.over.has(endpoint)) {
        return answer({ title: 'over', code: 'not_possible' }, 409);
      }
      if (method === 'PUT') hub.known.set(endpoint, hub.known.get(endpoint) ?? true);
      if (method === 'DELETE') hub.known.delete(endpoint);
      return answer(state());
    },
    () => undefined,
  );
  return {
    ...{ hub, phone, api },
    has: () => has,
    wanted: () => wanted,
    sync: async () => (await syncPush(api, phone, 'Ines')).kind,
    start: async () => (await startPush(api, phone, 'Ines', hub.publicKey ?? '')).kind,
  };
}

describe('at each launch a phone', () => {
  it('tells the hub what it has', async () => {
    const { sync, hub } = createPhone({ has: 'mine' });
    expect(await sync()).toBe('on');
    expect([...hub.known.keys()]).toEqual(['mine']);
  });

  it('subscribes again when its subscription vanished', async () => {
    const { sync, hub } = createPhone();
    expect(await sync()).toBe('on');
    expect([...hub.known.keys()]).toEqual(['made 1']);
  });

  it('subscribes again when the hub has other keys, or the service has ended it', async () => {
    const other = createPhone({ has: 'old', hasKey: 'another hub' });
    expect(await other.sync()).toBe('on');
    expect([...other.hub.known.keys()]).toEqual(['made 1']);
    const over = createPhone({ has: 'dead' }, { over: new Set(['dead']) });
    expect(await over.sync()).toBe('on');
    expect([...over.hub.known.keys()]).toEqual(['made 1']);
  });

  it('is broken when that takes a tap, or nothing arrives', async () => {
    expect(await createPhone({ needsTap: true }).sync()).toBe('broken');
    const known = new Map([['mine', false]]);
    expect(await createPhone({ has: 'mine' }, { known }).sync()).toBe('broken');
  });

  it.each<[string, Setup, Partial<House>]>([
    ['unable', { ability: 'unable' }, {}],
    ['home-screen', { ability: 'home-screen' }, {}],
    ['hub-without', {}, { publicKey: null }],
    ['blocked', { now: 'denied' }, {}],
    ['off', { now: 'default' }, {}],
    ['off', { wanted: null }, {}],
    ['off', { wanted: 'Tom' }, {}],
  ])('is %s, and subscribes to nothing', async (kind, setup, house) => {
    const { sync, has, hub } = createPhone(setup, house);
    expect([await sync(), has(), hub.known.size]).toEqual([kind, null, 0]);
  });
});

describe('a tap on Tell this phone', () => {
  it('asks the system, subscribes and tells the hub', async () => {
    const { start, hub, wanted } = createPhone({ now: 'default', wanted: null });
    expect(await start()).toBe('on');
    expect([[...hub.known.keys()], wanted()]).toEqual([['made 1'], 'Ines']);
  });

  it('leaves everything when the system is told not to', async () => {
    for (const [answer, kind] of [
      ['denied', 'blocked'],
      ['default', 'off'],
    ] as const) {
      const { start, has, wanted } = createPhone({ now: 'default', wanted: null, answer });
      expect([await start(), has(), wanted()]).toEqual([kind, null, null]);
    }
  });

  it('puts a new subscription in the place of one that does not work', async () => {
    const { start, hub } = createPhone({ has: 'dead' }, { over: new Set(['dead']) });
    expect(await start()).toBe('on');
    expect([...hub.known.keys()]).toEqual(['made 1']);
  });
});

it('a phone that is not to be told forgets it, and so does the hub', async () => {
  const { phone, api, hub, has, wanted, sync } = createPhone({ has: 'mine' });
  await sync();
  await stopPush(api, phone);
  expect([has(), wanted(), hub.known.size]).toEqual([null, null, 0]);
  expect(await sync()).toBe('off');
});
