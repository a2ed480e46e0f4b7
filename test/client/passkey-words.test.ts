import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import {
  passkeyLabel,
  passkeyLine,
  passkeyWords,
  whyNoPasskey,
} from '../../client/words/passkey.ts';

const nowMs = Date.parse('2026-11-24T08:00:00.000Z');
const passkey = (label: string, usedAt: string | null = null) => ({
  ...{ id: label, label, usedAt },
  createdAt: '2026-11-03T08:00:00.000Z',
});

describe('a passkey', () => {
  it('begins with the name of its phone, and with a number where that is taken', () => {
    const device = { name: 'Tom’s phone', expiresAt: '2027-11-03T08:00:00.000Z' };
    expect(passkeyLabel({ name: 'Tom', device, passkeys: [] })).toBe('Tom’s phone');
    const passkeys = [passkey('Tom’s phone'), passkey('Tom’s phone 2')];
    expect(passkeyLabel({ name: 'Tom', device, passkeys })).toBe('Tom’s phone 3');
    expect(passkeyLabel({ name: 'Tom', device: null, passkeys })).toBe('Tom');
  });

  it('says when it was made and used', () => {
    expect(passkeyLine(passkey('x'), nowMs, 'UTC')).toBe('Made 3 November, not used yet');
    const used = passkey('x', '2026-11-23T21:40:00.000Z');
    expect(passkeyLine(used, nowMs, 'UTC')).toBe('Made 3 November, last used yesterday 21:40');
  });

  it('that cannot be had says why', () => {
    expect(whyNoPasskey({ canHavePasskeys: true }, true)).toBe(null);
    expect(whyNoPasskey({ canHavePasskeys: false }, true)).toContain('first name');
    expect(whyNoPasskey({ canHavePasskeys: true }, false)).toContain('browser');
  });

  it('that the person or the phone did not give is no failure of the house', () => {
    const by = (name: string) => new DOMException('', name);
    expect(passkeyWords(by('NotAllowedError'), 'add')).toContain('cancelled');
    expect(passkeyWords(by('NotAllowedError'), 'sign-in')).toContain('none for this house');
    expect(passkeyWords(by('InvalidStateError'), 'add')).toContain('already');
    expect(passkeyWords(by('NotSupportedError'), 'add')).toContain('has no passkeys');
    expect(passkeyWords(by('SecurityError'), 'confirm')).toContain('by the name of the house');
    expect(passkeyWords(by('UnknownError'), 'add')).toContain('Try again');
  });

  it('that the house refused says so', () => {
    const refused = (status: number, code: string) => new ApiError(status, code, '');
    expect(passkeyWords(refused(409, 'not_possible'), 'sign-in')).toContain('first name');
    expect(passkeyWords(refused(403, 'confirmation_failed'), 'add')).toContain('did not take');
    expect(passkeyWords(refused(403, 'confirmation_failed'), 'confirm')).toContain('not know');
    expect(passkeyWords(refused(403, 'confirmation_needed'), 'add')).toContain('not confirmed');
    expect(passkeyWords(refused(401, 'sign_in_failed'), 'sign-in')).toContain('opens nothing');
    expect(passkeyWords(refused(0, 'unreachable'), 'confirm')).toContain('could not be reached');
  });
});
