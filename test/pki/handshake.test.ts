import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Signer, signCertificate } from '../../pki/certificate.ts';
import { type EdgeMaterial, readEdgeMaterial } from '../../pki/edge-material.ts';
import type { Host } from '../../pki/host.ts';
import { issueDevice } from '../../pki/issue-device.ts';
import { readIssuer } from '../../pki/issuer.ts';
import { createKeyPair, type KeyPair } from '../../pki/keys.ts';
import { createSerial } from '../../pki/serial.ts';
import {
  clientIssuerTemplate,
  deviceTemplate,
  serverTemplate,
  type Template,
} from '../../pki/templates.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { type Credentials, handshake } from './handshake.ts';

let fixture: Folders;
let foreign: Folders;
let material: EdgeMaterial;
let pair: KeyPair;
const validity = { now: new Date(), days: 30 };

beforeAll(async () => {
  fixture = await createFixture();
  foreign = await createFixture();
  material = readEdgeMaterial(fixture.folder);
  pair = await createKeyPair(2048);
});
afterAll(() => {
  fixture.remove();
  foreign.remove();
});

/** What somebody makes who has an issuer's key, whatever our own code would refuse. */
function forged(template: Template, signer: Signer): Credentials {
  const leaf = signCertificate(template, pair.publicKeyPem, signer);
  const key = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { key, cert: leaf + (signer.certificatePem ?? '') };
}

const clientIssuer = () => readIssuer(fixture.folder, 'client-issuer');
const serverIssuer = () => readIssuer(fixture.folder, 'server-issuer');
const device = (name: string) => deviceTemplate(createSerial(), validity, name);

async function credentialsOf(folders: Folders, name: string) {
  const issued = await issueDevice(folders.folder, { name, role: 'member' });
  const { fingerprint, files } = issued;
  return {
    fingerprint,
    key: readFileSync(files.key, 'utf8'),
    cert: readFileSync(files.pem, 'utf8'),
  };
}

describe('a device that comes in', () => {
  it.each(['desk', 'tom.example.com', 'Zoë’s phone 📱', '127.0.0.1', 'x'.repeat(64)])(
    'is authorized with a certificate issued to "%s"',
    async name => {
      const { fingerprint, ...client } = await credentialsOf(fixture, name);
      const seen = await handshake(material, client);
      expect(seen).toEqual({ authorized: true, reason: null, fingerprint });
    },
  );

  it('is authorized when it sends its certificate without the issuer’s', async () => {
    const { key, cert } = await credentialsOf(fixture, 'short');
    const leaf = cert.slice(0, cert.indexOf('-----BEGIN', 1));
    expect(await handshake(material, { key, cert: leaf })).toMatchObject({ authorized: true });
  });

  it('is not authorized without a certificate', async () => {
    const seen = await handshake(material, null);
    expect(seen).toMatchObject({ authorized: false, fingerprint: null });
  });

  it('is not authorized with the certificate of another house', async () => {
    const { key, cert } = await credentialsOf(foreign, 'desk');
    const seen = await handshake(material, { key, cert });
    expect(seen).toMatchObject({ authorized: false, reason: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
  });

  it('is not authorized with a client certificate from the server’s issuer', async () => {
    const seen = await handshake(material, forged(device('desk'), serverIssuer()));
    expect(seen).toMatchObject({ authorized: false, reason: 'INVALID_PURPOSE' });
  });

  it('is not authorized with the server’s own certificate', async () => {
    const seen = await handshake(material, material);
    expect(seen).toMatchObject({ authorized: false, reason: 'INVALID_PURPOSE' });
  });

  it('is not authorized by an issuer that a device’s issuer made', async () => {
    const template = clientIssuerTemplate('x', createSerial(), new Date());
    const below = forged(template, clientIssuer());
    const keyPem = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const client = forged(device('desk'), { keyPem, certificatePem: below.cert });
    const seen = await handshake(material, client);
    expect(seen).toMatchObject({ authorized: false, reason: 'PATH_LENGTH_EXCEEDED' });
  });

  it('is not authorized after its certificate has ended', async () => {
    const past = { now: new Date(Date.now() - 3 * 86_400_000), days: 2 };
    const client = forged(deviceTemplate(createSerial(), past, 'desk'), clientIssuer());
    const seen = await handshake(material, client);
    expect(seen).toMatchObject({ authorized: false, reason: 'CERT_HAS_EXPIRED' });
  });

  it('would not be authorized under a host’s name without the name from home beside it', async () => {
    const client = forged({ ...device('tom.example.com'), hosts: [] }, clientIssuer());
    const seen = await handshake(material, client);
    // Node 20 has no name for it.
    expect(seen.reason).toMatch(/^(UNSPECIFIED|PERMITTED_VIOLATION)$/);
    expect(seen.authorized).toBe(false);
  });
});

describe('a client that trusts the root', () => {
  const impersonate = (host: Host, signer: Signer) => {
    const hosts: Host[] = [{ kind: 'dns', value: 'sec53.local' }, host];
    return forged(serverTemplate(createSerial(), validity, hosts), signer);
  };

  it('takes what the server’s issuer signed for home', async () => {
    const server = impersonate({ kind: 'ip', value: '192.168.1.20' }, serverIssuer());
    await expect(handshake({ ...material, ...server }, null)).resolves.toBeDefined();
  });

  it.each([
    { kind: 'dns', value: 'example.com' },
    { kind: 'ip', value: '203.0.113.5' },
    { kind: 'ip', value: '2001:db8::1' },
  ] satisfies Host[])(
    'refuses a server for $value, though a stolen issuer signed it',
    async host => {
      const server = impersonate(host, serverIssuer());
      await expect(handshake({ ...material, ...server }, null)).rejects.toMatchObject({
        message: 'permitted subtree violation',
      });
    },
  );

  it('refuses a server that the devices’ issuer signed', async () => {
    const server = impersonate({ kind: 'dns', value: 'localhost' }, clientIssuer());
    await expect(handshake({ ...material, ...server }, null)).rejects.toMatchObject({
      code: 'INVALID_PURPOSE',
    });
  });

  it('refuses the server of another house', async () => {
    const rootPem = readFileSync(join(foreign.folder, 'root.pem'), 'utf8');
    await expect(handshake({ ...material, rootPem }, null)).rejects.toMatchObject({
      code: expect.stringMatching(/^(UNABLE_TO|SELF_SIGNED)/),
    });
  });
});
