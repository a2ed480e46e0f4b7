import { describe, expect, it } from 'vitest';
import { endOfLastDay, lastDayOf } from '../../client/data/last-day.ts';
import { agentWords, signedInWords } from '../../client/words/agent.ts';
import {
  certificateWords,
  deviceBadge,
  leftWords,
  seenWords,
  urgencyOf,
} from '../../client/words/device.ts';
import {
  endedWords,
  peopleSentence,
  personWords,
  phoneCares,
  spareKeyWords,
} from '../../client/words/people.ts';
import type { DeviceRow, PersonRow } from '../../server/protocol.ts';

const zone = 'Australia/Melbourne';
const now = Date.parse('2026-11-24T01:00:00.000Z');
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();

function device(name: string, more: Partial<DeviceRow> = {}): DeviceRow {
  return {
    ...{ name, person: 'Tom', role: 'member', fingerprint: '', issuedAt: inDays(-10) },
    ...{ expiresAt: inDays(400), revokedAt: null, suspendedAt: null, suspendedBy: null },
    ...{ lastSeenAt: null, appAt: null, renewedUntil: null },
    ...more,
  };
}

function person(name: string, more: Partial<PersonRow> = {}): PersonRow {
  return {
    ...{ name, role: 'member', endsAt: null, devices: [], hasAuthenticator: false },
    ...{ recoveryCodes: 0, passkeys: 0, sessions: 0 },
    ...more,
  };
}

describe('a certificate', () => {
  it('is worth a word 60, 30 and 7 days before its end', () => {
    const urgencies = [61, 59, 29, 6, 0].map(days => urgencyOf(inDays(days), now));
    expect(urgencies).toEqual(['none', 'soon', 'near', 'last', 'over']);
  });

  it('never has more time left than it says', () => {
    expect(leftWords(inDays(23.9), now)).toBe('in 23 days');
    expect(leftWords(inDays(1.5), now)).toBe('in 1 day');
    expect(leftWords(inDays(0.5), now)).toBe('within a day');
  });

  it('says its end by the date while that is far, and in days when it is near', () => {
    const words = (more: Partial<DeviceRow>) => certificateWords(device('x', more), now, zone);
    expect(words({})).toBe('Certificate until 29 December 2027');
    expect(words({ expiresAt: inDays(23) })).toBe('Certificate ends in 23 days');
    expect(words({ expiresAt: inDays(-1) })).toBe('Certificate ended on 23 November');
    expect(words({ renewedUntil: inDays(800) })).toContain('Renewed');
  });

  it('has one badge: what matters most', () => {
    const badge = (more: Partial<DeviceRow>) => deviceBadge(device('x', more), now)?.word ?? null;
    expect(badge({})).toBe(null);
    expect(badge({ suspendedAt: inDays(0), expiresAt: inDays(3) })).toBe('Suspended');
    expect(badge({ renewedUntil: inDays(800), expiresAt: inDays(3) })).toBe('Renewed');
    expect(badge({ expiresAt: inDays(3) })).toBe('Renew');
    expect(badge({ expiresAt: inDays(50) })).toBe('Ends soon');
    expect(badge({ expiresAt: inDays(-1) })).toBe('Ended');
    expect(seenWords(null, now, zone)).toBe('never came in yet');
  });
});

describe('People', () => {
  it('counts who is in, and not who was shut out', () => {
    const devices = [device('a'), device('b', { revokedAt: inDays(-1) })];
    expect(peopleSentence([person('Tom')], devices)).toBe('One person, one phone.');
    expect(peopleSentence([], [])).toBe('No people, no phones.');
    const many = Array.from({ length: 12 }, (_, index) => device(String(index)));
    expect(peopleSentence([person('Tom'), person('Ines')], many)).toBe('Two people, 12 phones.');
  });

  it('names the phones that want attention', () => {
    const devices = [
      device('Tom’s phone', { suspendedAt: inDays(0), expiresAt: inDays(2) }),
      device('Tablet', { expiresAt: inDays(20) }),
      device('Watch', { expiresAt: inDays(50) }),
    ];
    expect(phoneCares(devices, now)).toEqual([
      'Tom’s phone is suspended.',
      'Tablet is to be renewed.',
    ]);
  });

  it('says what somebody is, and a guest’s last day', () => {
    expect(personWords(person('Tom'), now, zone)).toBe('Member');
    const guest = (endsAt: string) =>
      personWords(person('Rosa', { role: 'guest', endsAt }), now, zone);
    expect(guest(endOfLastDay('2026-12-24', zone) ?? '')).toBe('Guest until 24 December');
    expect(guest(endOfLastDay('2026-11-27', zone) ?? '')).toBe(
      'Guest until 27 November (in 3 days)',
    );
    expect(guest(inDays(-1))).toBe('Guest, over: not let in any more');
  });

  it('says what lets somebody in beside their phones', () => {
    expect(spareKeyWords(person('Tom'))).toContain('Nothing but');
    const keys = { hasAuthenticator: true, recoveryCodes: 1, passkeys: 2, sessions: 1 };
    expect(spareKeyWords(person('Tom', keys))).toBe(
      'An authenticator, 1 recovery code, 2 passkeys, 1 sign-in.',
    );
  });

  it('says what ended with somebody', () => {
    const nothing = {
      devices: [],
      sessions: 0,
      authenticator: false,
      recoveryCodes: 0,
      passkeys: 0,
    };
    const removal = (ended: object) => ({
      ...{ ended: { ...nothing, ...ended }, issued: [], stillThere: [] },
    });
    expect(endedWords(removal({}))).toEqual([]);
    expect(endedWords(removal({ devices: ['a'], authenticator: true, recoveryCodes: 9 }))).toEqual([
      'a is shut out',
      'The authenticator ended',
      '9 recovery codes ended',
    ]);
  });
});

describe('a last day', () => {
  it('is over at its midnight in the house, also when clocks change', () => {
    expect(endOfLastDay('2026-12-24', zone)).toBe('2026-12-24T13:00:00.000Z');
    expect(endOfLastDay('2026-04-05', zone)).toBe('2026-04-05T14:00:00.000Z');
    expect(endOfLastDay('', zone)).toBe(null);
    for (const day of ['2026-12-24', '2026-04-05', '2026-10-04']) {
      expect(lastDayOf(endOfLastDay(day, zone), zone)).toBe(day);
    }
    expect(lastDayOf(null, zone)).toBe('');
  });
});

describe('a sign-in', () => {
  it('is named by what its browser calls itself', () => {
    const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15';
    expect(agentWords(`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`)).toBe(
      'Safari on an iPhone',
    );
    expect(agentWords(`${iPhone} Mobile/15E148`)).toBe('The app on an iPhone');
    expect(agentWords('Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36')).toBe(
      'Chrome on a Linux computer',
    );
    expect(agentWords('curl/8')).toBe('An unknown browser');
    const session = { id: '', agent: '', createdAt: '', seenAt: '', isThis: false };
    expect(signedInWords({ ...session, via: 'link', device: 'x' })).toBe('as the app of x');
    expect(signedInWords({ ...session, via: 'totp', device: null })).toBe('with a code');
  });
});
