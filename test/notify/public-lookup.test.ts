import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPublicLookup, isPublicAddress } from '../../server/notify/public-lookup.ts';

describe('an address', () => {
  it.each(['17.188.143.1', '8.8.8.8', '2a01:b740::1', '2607:f8b0:4006::5f', '2620:149::1'])(
    'is of the internet: %s',
    address => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.31.255.255'],
    ...['192.168.0.1', '198.18.0.1', '224.0.0.251', '240.0.0.1', '255.255.255.255', '203.0.113.9'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::fb'],
    ...['::ffff:10.0.0.1', '::ffff:17.188.143.1', '::ffff:a00:1', '::10.0.0.1', '64:ff9b::a00:1'],
    ...['2001:db8::1', '2001::1', '2002:a00:1::1', '', 'localhost', '0x7f000001', '2130706433'],
  ])('is not: %s', address => expect(isPublicAddress(address)).toBe(false));

  it('of a home network never is', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const home = fc.oneof(
      fc.tuple(fc.constant(10), byte, byte, byte),
      fc.tuple(fc.constant(127), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    );
    fc.assert(
      fc.property(home, bytes => {
        const address = bytes.join('.');
        expect(isPublicAddress(address)).toBe(false);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });
});

describe('looking up for a connection', () => {
  const found = (...addresses: string[]): LookupAddress[] =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }));

  function ask(answers: LookupAddress[], all: boolean) {
    const lookup = createPublicLookup((_host, _options, answer) => answer(null, answers));
    return new Promise<unknown[]>(resolve =>
      lookup('push.example', { all }, (...answer) => resolve(answer)),
    );
  }

  it('hands over what was looked at, and only what is public of it', async () => {
    const mixed = found('10.0.0.1', '17.188.143.1', '::1', '2a01:b740::1');
    expect(await ask(mixed, true)).toEqual([null, found('17.188.143.1', '2a01:b740::1')]);
    expect(await ask(mixed, false)).toEqual([null, '17.188.143.1', 4]);
  });

  it('fails when nothing is public, or nothing was found', async () => {
    expect(await ask(found('192.168.1.1'), true)).toMatchObject([{ code: 'NOTPUBLIC' }, '']);
    const failed = Object.assign(new Error('none'), { code: 'ENOTFOUND' });
    const lookup = createPublicLookup((_host, _options, answer) => answer(failed, []));
    const error = await new Promise(resolve => lookup('push.example', {}, resolve));
    expect(error).toBe(failed);
  });
});
