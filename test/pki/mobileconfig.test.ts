import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMobileConfig, escapeXml, type Profile } from '../../pki/mobileconfig.ts';
import { hasPython, payloadsOf, readPlists } from './plist.ts';

const profile: Profile = {
  name: 'Tom & <Jerry>',
  rootPem: `-----BEGIN CERTIFICATE-----\n${Buffer.from('root').toString('base64')}\n-----END CERTIFICATE-----\n`,
  rootFingerprint: 'ab'.repeat(32),
  fingerprint: 'cd'.repeat(32),
  pkcs12: Buffer.from([0, 255, 128]),
  hubUrl: 'https://sec53.local:8443/?a=1&b=2',
};

describe.skipIf(!hasPython)('a profile, read by Python’s plistlib', () => {
  it('holds the root, the identity without its passphrase, and the icon', () => {
    const [read] = readPlists([createMobileConfig(profile)]);
    expect(read).toMatchObject({
      PayloadType: 'Configuration',
      PayloadVersion: 1,
      PayloadDisplayName: 'sec53 Tom & <Jerry>',
    });
    const payloads = payloadsOf(read);
    expect(payloads).toMatchObject([
      { PayloadType: 'com.apple.security.root', PayloadContent: 'hex:726f6f74' },
      { PayloadType: 'com.apple.security.pkcs12', PayloadContent: 'hex:00ff80' },
      { PayloadType: 'com.apple.webClip.managed', URL: profile.hubUrl, FullScreen: true },
    ]);
    expect(payloads.filter(payload => 'Password' in payload)).toEqual([]);
    const all = [read, ...payloads];
    for (const key of ['PayloadUUID', 'PayloadIdentifier']) {
      expect(new Set(all.map(payload => payload?.[key])).size).toBe(4);
    }
    for (const payload of all) {
      expect(payload?.PayloadUUID).toMatch(
        /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-8[0-9A-F]{3}-[0-9A-F]{12}$/,
      );
    }
  });

  it('has no icon where the hub’s address is not known', () => {
    const [read] = readPlists([createMobileConfig({ ...profile, hubUrl: null })]);
    expect(payloadsOf(read)).toHaveLength(2);
  });

  it('takes the place of the device’s last one, and not of another device’s', () => {
    const changes = [{}, { fingerprint: 'ef'.repeat(32) }, { name: 'other' }];
    const [first, renewed, other] = readPlists(
      changes.map(change => createMobileConfig({ ...profile, ...change })),
    );
    expect(renewed?.PayloadIdentifier).toBe(first?.PayloadIdentifier);
    expect(renewed?.PayloadUUID).not.toBe(first?.PayloadUUID);
    expect(other?.PayloadIdentifier).not.toBe(first?.PayloadIdentifier);
  });

  it('gives any name back that XML can hold', () => {
    const names = fc.array(fc.string({ unit: 'binary' }), { minLength: 500, maxLength: 500 });
    fc.assert(
      fc.property(names, texts => {
        const read = readPlists(texts.map(name => createMobileConfig({ ...profile, name })));
        const shown = read.map(({ PayloadDisplayName }) => PayloadDisplayName);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML excludes
        const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
        return texts.every((name, i) => shown[i] === `sec53 ${name.replace(unfit, '\ufffd')}`);
      }),
      { numRuns: 2 },
    );
  });
});

describe('a profile', () => {
  it('is the same bytes for the same certificate', () => {
    expect(createMobileConfig(profile)).toBe(createMobileConfig(profile));
  });

  it('lets no text out of its element', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        text => !/[<>"']|&(?!(amp|lt|gt|quot|apos|#13);)/.test(escapeXml(text)),
      ),
    );
  });

  it('replaces half a character', () => {
    expect(escapeXml('a\ud800b')).toBe('a\ufffdb');
  });
});
