import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/load-config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-config-watch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const token = 'a1'.repeat(32);

function load(watch: string) {
  const file = join(folder, 'sec53.yaml');
  writeFileSync(file, `site: beach\nwatch: ${watch}\n`);
  return loadConfig({ file, environment: {} }).watch;
}

function refusal(watch: string): string {
  try {
    load(watch);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was accepted');
}

describe('watch', () => {
  it('is nothing by itself', () => {
    expect(load('{}')).toEqual({
      ...{ heartbeat: undefined, witness: undefined, for: [], evidence: { s3: undefined } },
    });
  });

  it('reads secrets from files, and takes the site for the name', () => {
    writeFileSync(join(folder, 'token'), `${token}\n`);
    writeFileSync(join(folder, 'secret'), 'key\n');
    const found = load(
      '{ witness: { url: "https://aunt:8443", token_file: token }, evidence: { s3: { bucket: abc, region: r-1, accessKey: A, secret_file: secret } } }',
    );
    expect(found.witness).toMatchObject({ name: 'beach', every: 60, token });
    expect(found.evidence.s3).toMatchObject({ prefix: 'sec53', endpoint: '', secret: 'key' });
  });

  it('asks /fail of a watcher that is known to understand it, or where it is told to', () => {
    const fail = (more: string) => load(`{ heartbeat: { ${more} } }`).heartbeat?.fail;
    expect(fail('url: "https://hc-ping.com/1"')).toBe(true);
    expect(fail('url: "https://example.org/1"')).toBe(false);
    expect(fail('url: "https://example.org/1", fail: true')).toBe(true);
  });

  it.each([
    ['{ heartbeat: { url: "http://example.org" } }', /url: found a value; write an https address/],
    ['{ heartbeat: { url: "https://x.org", every: 1 } }', /every: found 1; write seconds from 10/],
    [
      `{ witness: { url: "https://x.org/path", token: ${token} } }`,
      /witness\.url: .*write the other hub’s address/,
    ],
    ['{ witness: { url: "https://x.org" } }', /token_file: nothing is written; write one that/],
    ['{ witness: { url: "https://x.org", token: short } }', /token: found a value; write 32/],
    [
      `{ witness: { url: "https://x.org", token: ${token}, ca_file: none.pem } }`,
      /ca_file: cannot be read .*name a PEM file/,
    ],
    [
      `{ witness: { url: "https://x.org", token: ${token}, ca_file: sec53.yaml } }`,
      /ca_file: cannot be read .*name a PEM file/,
    ],
    [
      `{ witness: { url: "https://x.org", token: ${token}, key_file: k } }`,
      /key_file: certificate_file is missing; name both/,
    ],
    ['{ for: [{ name: a, token_file: sec53.yaml }] }', /holds no token of 32 characters/],
    [
      `{ for: [{ name: a, token: ${token} }, { name: a, token: ${token} }] }`,
      /for\[1\]\.name: found "a" a second time; .*\n.*for\[1\]\.token: another hub has the same/,
    ],
    [`{ for: [{ name: a, token: ${token}, silentAfter: 30 }] }`, /silentAfter: found 30; write/],
    [
      '{ evidence: { s3: { bucket: abc, region: r-1, accessKey: A } } }',
      /secret_file: nothing is written/,
    ],
    [
      '{ evidence: { s3: { bucket: A_B, region: r-1, accessKey: A, secret: s } } }',
      /bucket’s name/,
    ],
  ])('refuses %s with the place and the fix', (watch, pattern) => {
    const message = refusal(watch);
    expect(message).toMatch(pattern);
    expect(message).toContain('sec53.yaml:2');
    expect(message).not.toContain(token);
  });
});
