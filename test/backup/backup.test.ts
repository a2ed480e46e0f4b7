import {
  appendFileSync,
  chmodSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../server/history/copy-rows.ts';
import { createDevices } from '../../server/people/devices.ts';
import { createPersons } from '../../server/people/persons.ts';
import { lockFolder } from '../../server/state/folder-lock.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';
import { createHouse, type House, settle } from './house.ts';

let mariadb: Mariadb;
beforeAll(async () => {
  mariadb = await startMariadb();
});
afterAll(() => mariadb?.remove());

const houses: House[] = [];
afterEach(() => {
  for (const house of houses.splice(0)) house.remove();
});

let databases = 0;
/** @param secret a file beside the configuration that it names */
async function makeHouse(engine: string, secret?: string): Promise<House> {
  databases += 1;
  const url = engine === 'mysql' ? await mariadb.createDatabase(`backup_${databases}`) : undefined;
  const history = url ? `history: { url: "${url}" }\n` : '';
  const sms = secret
    ? 'notify: { sms: { provider: console, password_file: sms-password, recipients: ["+61400000000"] } }\n'
    : '';
  const house = createHouse(`site: Hütte 🌏\n${history}${sms}`);
  if (secret) writeFileSync(join(house.folder, 'sms-password'), secret);
  houses.push(house);
  return house;
}

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
/** More than a page, several in a millisecond. */
const events = Array.from({ length: 1300 }, (_, n): Row => {
  return [1_000_000 + Math.floor(n / 3), id(n), n % 2 ? 'door' : 'Küche 🚪', 'trigger', 'alert'];
});
const temperatures = Array.from({ length: 1100 }, (_, n): Row => {
  return [2_000_000 + n, id(n), n % 3 ? 'lounge' : 'attic', 20 + n / 8];
});
const hours = Array.from({ length: 1100 }, (_, n): Row => {
  return [n * 3_600_000, n % 3 ? 'lounge' : 'attic', n / 8, n / 4, n * 3, 16, n % 2];
});
const audit: Row[] = [[5, id(1), 'Zoë', 'totp', 'mode', 'a\nline, "quoted"']];
const byKey = (rows: Row[]) => rows.map(row => JSON.stringify(row)).sort();

describe.each([
  ['sqlite', 'sqlite'],
  ['mysql', 'mysql'],
  ['sqlite', 'mysql'],
  ['mysql', 'sqlite'],
])('a house on %s, restored on %s', (from, to) => {
  it('is the same house', async () => {
    const old = await makeHouse(from, 'swordfish');
    await settle(old);
    await old.add('events', events);
    await old.add('temperatures', temperatures);
    await old.add('temperature_hours', hours);
    await old.add('audit', audit);
    writeFileSync(join(old.data, 'push-keys.json'), '{"a":1}');
    const file = await old.backup();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const next = await makeHouse(to);
    const { kept, admitted } = await next.restore(file, { keepsConfig: from !== to });
    expect(kept).toBeUndefined();
    expect(admitted).toContain('Ann (admin)');
    expect(byKey(await next.rows('events'))).toEqual(byKey(events));
    expect(byKey(await next.rows('temperatures'))).toEqual(byKey(temperatures));
    expect(byKey(await next.rows('temperature_hours'))).toEqual(byKey(hours));
    expect(await next.rows('audit')).toEqual(audit);
    const names = await next.state(state =>
      createDevices(state)
        .list()
        .map(({ name }) => name),
    );
    expect(names).toEqual(['Ann’s phone', 'Ben’s phone', 'Cleo’s phone']);
    for (const path of ['pki/root.pem', 'pki/passphrase', 'push-keys.json']) {
      expect(readFileSync(join(next.data, path))).toEqual(readFileSync(join(old.data, path)));
    }
    if (from !== to) return;
    expect(readFileSync(next.configFile)).toEqual(readFileSync(old.configFile));
    expect(readFileSync(join(next.folder, 'sms-password'), 'utf8')).toBe('swordfish');
  });
});

describe('a backup that is not whole', () => {
  it('is refused in words, and changes nothing', async () => {
    const old = await makeHouse('sqlite');
    await settle(old);
    await old.add('events', events);
    const file = await old.backup();
    const whole = readFileSync(file);
    const next = await makeHouse('sqlite');
    const before = next.everything();
    const damaged = join(old.folder, 'damaged.sec53');
    const place = fc.integer({ min: 0, max: whole.length - 1 });
    const harm = fc.oneof(
      place.map(at => () => truncateSync(damaged, at)),
      place.map(at => () => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8((bytes.readUInt8(at) ^ 0x40) & 0xff, at);
        writeFileSync(damaged, bytes);
      }),
      fc.uint8Array({ minLength: 1 }).map(more => () => appendFileSync(damaged, more)),
    );
    await fc.assert(
      fc.asyncProperty(harm, async doHarm => {
        writeFileSync(damaged, whole);
        doHarm();
        await expect(next.restore(damaged)).rejects.toThrow(/damaged|no backup/);
        expect(next.everything()).toEqual(before);
      }),
      { numRuns: 6 },
    );
    await expect(next.restore(file, { passphrase: 'another passphrase' })).rejects.toThrow(
      'the passphrase is wrong',
    );
    expect(next.everything()).toEqual(before);
  });
});

describe('a data folder that is in use', () => {
  it('is not restored into unless its house may be moved aside, and never under a hub', async () => {
    const house = await makeHouse('sqlite');
    await settle(house);
    const file = await house.backup();
    await expect(house.restore(file)).rejects.toThrow('--replace moves it aside');
    const hub = lockFolder(house.data);
    await expect(house.restore(file, { isReplacing: true })).rejects.toThrow('another hub');
    hub.release();
    const { aside, kept } = await house.restore(file, { isReplacing: true });
    expect(kept).toEqual([]);
    expect(statSync(join(aside ?? '', 'state.db')).isFile()).toBe(true);
    const again = await house.restore(file, { isReplacing: true });
    expect(statSync(join(again.aside ?? '', 'state.db')).isFile()).toBe(true);
  });

  it('starts no hub after a restore that was cut off, and is finished by the next', async () => {
    const house = await makeHouse('sqlite');
    await settle(house);
    const file = await house.backup();
    writeFileSync(join(house.data, 'restore.unfinished'), join(house.data, 'before-restore-x'));
    expect(() => lockFolder(house.data)).toThrow('was cut off');
    await house.restore(file, { isReplacing: true });
    lockFolder(house.data).release();
  });
});

describe('what was ended after the backup', () => {
  it('stays ended', async () => {
    const house = await makeHouse('sqlite');
    await settle(house);
    await house.state(state => {
      const session = { person: 'Cleo', device: null, via: 'totp', agent: '', ...times };
      state.run(state.query.insertInto('sessions').values({ hash: 'gone', ...session }));
      state.run(state.query.insertInto('sessions').values({ hash: 'stays', ...session }));
      const code = { person: 'Cleo', hash: 'used', used_at: null };
      state.run(state.query.insertInto('recovery_codes').values(code));
    });
    const file = await house.backup();
    await house.state(state => {
      const devices = createDevices(state);
      devices.revoke('Ben’s phone', 5000);
      devices.suspend('Ann’s phone', 'Cleo', 5001);
      createPersons(state).remove('Sitter', 5002);
      createPersons(state).set('Cleo', 'guest', 5003);
      createPersons(state).setEnd('Cleo', 9000);
      state.run(state.query.deleteFrom('sessions').where('hash', '=', 'gone'));
      state.run(state.query.updateTable('recovery_codes').set({ used_at: 5004 }));
    });
    const { kept } = await house.restore(file, { isReplacing: true });
    expect(kept).toEqual(
      expect.arrayContaining([
        'the device Ben’s phone stays shut out',
        'the device Ann’s phone stays suspended',
        'Sitter stays removed',
        'Cleo stays guest',
        '1 sessions stay ended',
      ]),
    );
    await house.state(state => {
      const { query } = state;
      const devices = createDevices(state);
      expect(devices.byFingerprint('f1')?.revokedAt).toBe(5000);
      expect(devices.byFingerprint('f0')?.suspendedAt).toBe(5001);
      expect(devices.retired()).toEqual([{ serial: '02', retiredAt: 5000 }]);
      expect(createPersons(state).get('Sitter')).toBeNull();
      expect(createPersons(state).get('Cleo')).toMatchObject({ role: 'guest', endsAt: 9000 });
      const hashes = state.all(query.selectFrom('sessions').select('hash'));
      expect(hashes).toEqual([{ hash: 'stays' }]);
      expect(state.all(query.selectFrom('recovery_codes').select('used_at'))).toEqual([
        { used_at: 5004 },
      ]);
    });
  });

  it('and so does a certificate that was renewed since, and its phone was ended', async () => {
    const house = await makeHouse('sqlite');
    await settle(house);
    const file = await house.backup();
    await house.state(state => {
      const devices = createDevices(state);
      const dates = { issuedAt: 4000, expiresAt: 2_000_000_000_000 };
      devices.replace({
        name: 'Ben’s phone',
        role: 'member',
        fingerprint: 'f9',
        serial: '09',
        ...dates,
      });
      devices.revoke('Ben’s phone', 5000);
    });
    await house.restore(file, { isReplacing: true });
    await house.state(state => {
      expect(createDevices(state).byFingerprint('f1')?.revokedAt).toBe(4000);
    });
  });
});

const times = { created_at: 1, seen_at: 1 };

describe('a folder that refuses', () => {
  it('leaves no half-written backup behind', async () => {
    const house = await makeHouse('sqlite');
    await expect(house.backup()).rejects.toThrow('there is no house');
    await settle(house);
    chmodSync(house.configFile, 0o600);
    await expect(house.backup('no-such-folder/x.sec53')).rejects.toThrow('the backup failed');
    expect(Object.keys(house.everything()).filter(path => /sec53\.new|scratch/.test(path))).toEqual(
      [],
    );
  });
});
