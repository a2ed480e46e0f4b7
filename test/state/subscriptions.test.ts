import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../server/people/devices.ts';
import { createPersons } from '../../server/people/persons.ts';
import { createSessions } from '../../server/people/sessions.ts';
import type { Role } from '../../server/protocol.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';
import { createSubscriptions, type Subscriptions } from '../../server/state/subscriptions.ts';

let folder: string;
let state: State;
let subscriptions: Subscriptions;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-subscriptions-'));
  state = await openState(folder);
  subscriptions = createSubscriptions(state);
  addDevice('phone', 'Ines', 'admin');
  addDevice('tablet', 'Tom', 'member');
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

function addDevice(name: string, person: string, role: Role): void {
  const made = { serial: name, issuedAt: 0, expiresAt: 9 };
  createDevices(state).add({ name, person, role, fingerprint: name, ...made });
}

const of = (device: string) => ({ device, session: null }) as const;
const ofSession = (session: string) => ({ device: null, session }) as const;

function put(
  endpoint: string,
  person: string,
  owner: Parameters<Subscriptions['ofOwner']>[0],
  at = 0,
) {
  const given = { endpoint, p256dh: 'k', auth: 'a', agent: 'Safari' };
  return subscriptions.put({ ...given, person, owner }, at);
}

const live = () => subscriptions.live(5).map(({ endpoint }) => endpoint);

describe('a subscription', () => {
  it('is one for each endpoint, and is only seen when it comes again', () => {
    expect(put('e', 'Ines', of('phone'), 1)).toBe(true);
    const [first] = subscriptions.ofOwner(of('phone'));
    expect(put('e', 'Ines', of('phone'), 7)).toBe(false);
    expect(subscriptions.ofOwner(of('phone'))).toEqual([{ ...first, seenAt: 7 }]);
    expect(first).toMatchObject({ createdAt: 1, person: 'Ines', device: 'phone', brokenAt: null });
  });

  it('goes with its browser to the next person, who learns nothing of the one before', () => {
    put('e', 'Ines', of('phone'), 1);
    const [before] = subscriptions.ofOwner(of('phone'));
    subscriptions.markTapped(before?.id ?? '', 2);
    expect(put('e', 'Tom', of('tablet'), 3)).toBe(true);
    expect(subscriptions.ofOwner(of('phone'))).toEqual([]);
    const [after] = subscriptions.ofOwner(of('tablet'));
    expect(after).toMatchObject({ person: 'Tom', createdAt: 3, tappedAt: null });
    expect(after?.id).not.toBe(before?.id);
  });

  it('stays the same when its person signs in anew', () => {
    put('e', 'Ines', ofSession('one'), 1);
    const [before] = subscriptions.ofOwner(ofSession('one'));
    put('e', 'Ines', ofSession('two'), 2);
    expect(subscriptions.ofOwner(ofSession('one'))).toEqual([]);
    expect(subscriptions.ofOwner(ofSession('two'))[0]?.id).toBe(before?.id);
  });

  it('is one of five of its owner at most: the one seen longest ago goes', () => {
    for (const n of [1, 2, 3, 4, 5, 6]) put(`e${n}`, 'Ines', of('phone'), n === 1 ? 10 : n);
    put('other', 'Tom', of('tablet'), 0);
    expect(subscriptions.ofOwner(of('phone')).map(({ endpoint }) => endpoint)).toEqual([
      ...['e1', 'e6', 'e5', 'e4', 'e3'],
    ]);
    expect(subscriptions.ofOwner(of('tablet'))).toHaveLength(1);
  });

  it('is broken since it broke, and well again when something arrives', () => {
    put('e', 'Ines', of('phone'));
    const [{ id } = { id: '' }] = subscriptions.ofOwner(of('phone'));
    subscriptions.markBroken(id, 'first', 3);
    subscriptions.markBroken(id, 'second', 4);
    expect(subscriptions.get(id)).toMatchObject({ brokenAt: 3, failure: 'second' });
    put('e', 'Ines', of('phone'), 5);
    expect(subscriptions.get(id)).toMatchObject({ brokenAt: 3 });
    for (const heal of [
      subscriptions.markShown,
      subscriptions.markTapped,
      subscriptions.markWell,
    ]) {
      subscriptions.markBroken(id, 'again', 6);
      heal(id, 7);
      expect(subscriptions.get(id)).toMatchObject({ brokenAt: null, failure: '' });
    }
    expect(subscriptions.get(id)).toMatchObject({ shownAt: 7, tappedAt: 7 });
  });

  it('is sent nothing when it is over, and shown as such until its owner subscribes anew', () => {
    put('e', 'Ines', of('phone'));
    const [{ id } = { id: '' }] = subscriptions.ofOwner(of('phone'));
    subscriptions.end(id, 'over', 3);
    expect(subscriptions.live(4)).toEqual([]);
    expect(subscriptions.get(id)).toMatchObject({ brokenAt: 3, failure: 'over', auth: '' });
    put('another', 'Ines', of('phone'), 5);
    expect(subscriptions.get(id)).toBeUndefined();
    expect(subscriptions.live(6)).toHaveLength(1);
  });

  it('is removed by its owner alone', () => {
    put('e', 'Ines', of('phone'));
    expect(subscriptions.removeOwn(of('tablet'), 'e')).toBe(false);
    expect(subscriptions.removeOwn(ofSession('phone'), 'e')).toBe(false);
    expect(live()).toEqual(['e']);
    expect(subscriptions.removeOwn(of('phone'), 'e')).toBe(true);
    expect(live()).toEqual([]);
  });
});

describe('of those to send to', () => {
  it('a device that is suspended or revoked is none', () => {
    put('e', 'Ines', of('phone'));
    put('t', 'Tom', of('tablet'), 1);
    const devices = createDevices(state);
    devices.suspend('phone', 'Tom', 1);
    expect(live()).toEqual(['t']);
    devices.lift('phone');
    expect(live()).toEqual(['e', 't']);
    devices.revoke('phone', 2);
    expect(live()).toEqual(['t']);
  });

  it('a guest is none, nor whoever was removed, nor whose time is over', () => {
    put('e', 'Ines', of('phone'));
    put('t', 'Tom', of('tablet'), 1);
    const persons = createPersons(state);
    persons.set('Tom', 'guest', 1);
    expect(live()).toEqual(['e']);
    persons.set('Tom', 'member', 1);
    persons.setEnd('Tom', 4);
    expect(live()).toEqual(['e']);
    persons.setEnd('Tom', 6);
    expect(live()).toEqual(['e', 't']);
    persons.remove('Tom', 5);
    expect(live()).toEqual(['e']);
  });

  it('a sign-in that is over is none', () => {
    const sessions = createSessions(state);
    const token = sessions.create({ person: 'Tom', device: null, via: 'passkey', agent: '' }, 0);
    put('s', 'Tom', ofSession(sessions.find(token, 0)?.id ?? ''));
    expect(live()).toEqual(['s']);
    sessions.end(token);
    expect(live()).toEqual([]);
  });

  it('one whose device was renamed still is', () => {
    put('e', 'Ines', of('phone'));
    createDevices(state).rename('phone', 'old phone');
    expect(live()).toEqual(['e']);
  });
});
