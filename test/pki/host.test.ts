import { expect, it } from 'vitest';
import { addressBytes } from '../../pki/address-bytes.ts';
import { parseHost } from '../../pki/host.ts';

it.each([
  ['sec53.local', { kind: 'dns', value: 'sec53.local' }],
  ['Hub.Example.ORG.', { kind: 'dns', value: 'hub.example.org' }],
  ['häuschen.example', { kind: 'dns', value: 'xn--huschen-5wa.example' }],
  ['localhost', { kind: 'dns', value: 'localhost' }],
  ['192.168.1.20', { kind: 'ip', value: '192.168.1.20' }],
  ['FE80::1', { kind: 'ip', value: 'fe80::1' }],
])('%s is a host', (raw, host) => {
  expect(parseHost(raw)).toEqual(host);
});

it.each([
  '',
  'https://sec53.local',
  'sec53.local:8443',
  '[::1]',
  'fe80::1%eth0',
  '*.local',
  'a..b',
  '-a.local',
  'a b',
  'a_b.local',
  '1.2.3',
  '256.1.1.1',
  `${'a'.repeat(64)}.local`,
  `${'a.'.repeat(127)}local`,
])('"%s" is refused as a host, and said how to write one', raw => {
  expect(() => parseHost(raw)).toThrow(/no host name and no IP address.*sec53\.local/);
});

it.each([
  ['10.0.0.1', '0a000001'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['fe80::1:2', 'fe800000000000000000000000010002'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
  ['::ffff:192.168.1.20', '00000000000000000000ffffc0a80114'],
])('%s has the bytes %s', (address, hex) => {
  expect(addressBytes(address).toString('hex')).toBe(hex);
});
