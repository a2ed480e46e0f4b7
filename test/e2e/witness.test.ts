import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginning, makeLink } from '../../server/watch/chain.ts';
import { openStream } from '../event-stream.ts';
import { anyPort } from '../hub-process.ts';
import { send } from '../request.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

const token = 'b5'.repeat(32);
let witness: WiredHouse;
beforeEach(() => {
  witness = createWiredHouse(`${anyPort}watch: { for: [{ name: home, token: ${token} }] }\n`);
});
afterEach(() => witness.remove());

describe('a witness', () => {
  const beat = {
    ...{ name: 'home', site: 'home', mode: 'alert', profile: 'away', state: 'armed' },
    ...{ hasIncident: false, startedAt: 1, counter: 1, stopping: false },
  };
  const said = { chain: 'c1', site: 'home', incident: 'i', at: '2026-11-24T02:41:00.000Z' };
  const link = makeLink(1, beginning, { n: 1, ...said, kind: 'trip' });
  const batch = { chain: 'c1', links: [link] };

  async function post(path: string, body: unknown, authorization?: string) {
    const { ca } = witness.admin();
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const address = `${witness.address()}/api/witness/${path}`;
    const { status, json } = await send(address, { as: { ca }, method: 'POST', body, headers });
    return [status, json.code];
  }
  const bearer = `Bearer ${token}`;

  it('passes over what a newer hub says besides', async () => {
    await witness.start();
    const newer = { ...beat, state: 'sleeping', battery: 80 };
    expect(await post('beat', newer, bearer)).toEqual([200, undefined]);
  });

  it('listens to the right token, and to no certificate', async () => {
    await witness.start();
    for (const [path, body] of [
      ['beat', beat],
      ['evidence', batch],
    ] as const) {
      for (const wrong of [undefined, 'Bearer x', `Basic ${token}`, `Bearer ${token}x`]) {
        expect(await post(path, body, wrong)).toEqual([401, 'unauthenticated']);
      }
      const reply = await send(`${witness.address()}/api/witness/${path}`, {
        ...{ as: witness.admin(), method: 'POST', body },
      });
      expect([reply.status, reply.json.code]).toEqual([401, 'unauthenticated']);
      expect(await post(path, body, bearer)).toEqual([200, undefined]);
    }
    const { ca } = witness.admin();
    const headers = { authorization: bearer };
    for (const path of ['/api/status', '/api/witness/evidence?name=home']) {
      const reply = await send(`${witness.address()}${path}`, { as: { ca }, headers });
      expect([path, reply.status]).toEqual([path, 401]);
    }
    expect(witness.logged()).not.toContain(token);
  });

  it('turns away whoever tries tokens, and never the one that is right', async () => {
    await witness.start();
    for (let tries = 0; tries < 5; tries++) {
      expect(await post('beat', beat, `Bearer ${tries}`)).toEqual([401, 'unauthenticated']);
    }
    expect(await post('beat', beat, 'Bearer 5')).toEqual([429, 'too_many_tries']);
    expect(await post('beat', beat, bearer)).toEqual([200, undefined]);
  });

  it('refuses what is no beat and no evidence, keeps what was tampered with, and tells', async () => {
    await witness.start();
    expect(await post('beat', { ...beat, mode: 'party' }, bearer)).toEqual([400, 'invalid']);
    expect(await post('beat', { ...beat, name: 'aunt' }, bearer)).toEqual([400, 'invalid']);
    expect(await post('evidence', { chain: 'c1', links: [] }, bearer)).toEqual([400, 'invalid']);
    const long = { ...batch, links: [{ ...link, body: 'x'.repeat(20_000) }] };
    expect(await post('evidence', long, bearer)).toEqual([413, 'too_large']);
    expect(await post('evidence', batch, bearer)).toEqual([200, undefined]);
    expect(await post('evidence', batch, bearer)).toEqual([200, undefined]);
    const stream = await openStream(witness.address(), witness.admin());
    const other = makeLink(1, beginning, { n: 1, ...said, kind: 'restore' });
    const forged = { chain: 'c1', links: [other] };
    expect(await post('evidence', forged, bearer)).toEqual([409, 'evidence_broken']);
    const notice = await stream.next(({ event }) => event === 'notice');
    expect(notice.data.text).toContain('link 1 was another before');
    stream.close();
    const { links, next } = await witness.ask('/api/witness/evidence?name=home');
    expect([links, next]).toMatchObject([
      [
        { ...link, fits: true },
        { ...other, fits: false },
      ],
      null,
    ]);
    expect(await witness.ask('/api/witness/evidence?name=aunt')).toMatchObject({
      code: 'not_found',
    });
  });
});
