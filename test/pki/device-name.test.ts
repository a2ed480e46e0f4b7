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

/** What the rule turns on, which chance alone seldom makes. */
const rare = [
  '.',
  '/',
  '\\',
  ' ',
  'a',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u0301',
  '\u200d',
  '\u200b',
  '\u202e',
  '📱',
];

/** The rule once more, by code points instead of expressions. */
function keepsRule(name: string): boolean {
  const points = Array.from(name, character => character.codePointAt(0) ?? 0);
  const isControl = (point: number) => point < 32 || (point >= 127 && point < 160);
  const isHalf = (point: number) => point >= 0xd800 && point < 0xe000;
  const isSlash = (point: number) => point === 47 || point === 92;
  const isHidden = (point: number) =>
    point !== 0x200d && /^\p{General_Category=Format}$/u.test(String.fromCodePoint(point));
  const isBad = (point: number) =>
    isControl(point) || isHalf(point) || isSlash(point) || isHidden(point);
  const isInRange = points.length >= 1 && points.length <= 64;
  return isInRange && points[0] !== 46 && name === name.trim() && !points.some(isBad);
}

function isAccepted(raw: string): boolean {
  try {
    return deviceName(raw) === raw.normalize('NFC');
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

describe('the name of a device', () => {
  it('may be any composed text of 1 to 64 characters', () => {
    fc.assert(fc.property(allowed, name => deviceName(name) === name));
  });

  it('is refused exactly when it breaks the rule', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc.string({ unit: fc.constantFrom(...rare), minLength: 1, maxLength: 5 }),
    );
    fc.assert(
      fc.property(anything, raw => isAccepted(raw) === keepsRule(raw.normalize('NFC'))),
      { numRuns: 2000 },
    );
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
