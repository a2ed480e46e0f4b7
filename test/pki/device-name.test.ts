import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceName } from '../../pki/device-name.ts';
import { Refusal } from '../../server/errors.ts';

const allowed = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  .map(name => name.normalize('NFC'))
  .filter(
    name =>
      [...name].length <= 64 &&
      name.trim() === name &&
      name !== '' &&
      !name.startsWith('.') &&
      !/[\p{Cc}\p{Cs}/\\]/u.test(name),
  );

describe('the name of a device', () => {
  it('may be any composed text of 1 to 64 characters', () => {
    fc.assert(fc.property(allowed, name => deviceName(name) === name));
  });

  it('is composed, so that two ways of typing it are one device', () => {
    expect(deviceName('Zoe\u0308')).toBe('Zo\u00eb');
  });

  it('is read the same a second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), raw => {
        let name: string;
        try {
          name = deviceName(raw);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          return;
        }
        expect(deviceName(name)).toBe(name);
      }),
    );
  });

  it('counts characters, not UTF-16 units', () => {
    expect(deviceName('\u{1f6aa}'.repeat(64))).toHaveLength(128);
    expect(() => deviceName('\u{1f6aa}'.repeat(65))).toThrow(/65 characters/);
  });

  it.each([
    ['', /is empty/],
    ['   ', /white space/],
    [' tom', /white space/],
    ['tom\u00a0', /white space/],
    ['.tom', /begins with a dot/],
    ['..', /begins with a dot/],
    ['a/b', /slash/],
    ['a\\b', /backslash/],
    ['a\nb', /control character/],
    ['a\u0000b', /control character/],
    ['a\u0085b', /control character/],
    ['a\ud800b', /lone surrogate/],
    ['\udc00', /lone surrogate/],
  ])('is refused as %j, naming the fault', (raw, fault) => {
    expect(() => deviceName(raw)).toThrow(fault);
  });
});
