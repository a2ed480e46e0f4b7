import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { type IssuedDevice, issueDevice } from '../../pki/issue-device.ts';
import { createFixture, type Folders } from './authority-fixture.ts';
import { portOf } from './handshake.ts';

const run = promisify(execFile);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

let fixture: Folders;
let device: IssuedDevice;
let server: Server;
let port: number;
beforeAll(async () => {
  fixture = await createFixture();
  device = await issueDevice(fixture.folder, { name: 'desk', role: 'member' });
  const { key, cert, clientCa } = readEdgeMaterial(fixture.folder);
  const options = { key, cert, ca: clientCa, requestCert: true, rejectUnauthorized: false };
  server = createServer(options, ({ socket }, response) => {
    if (!(socket instanceof TLSSocket)) throw new Error('not over TLS');
    const serial = socket.getPeerX509Certificate()?.serialNumber ?? 'nobody';
    response.end(socket.authorized ? serial.toLowerCase() : `not authorized: ${serial}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = portOf(server.address());
});
afterAll(() => {
  server.close();
  fixture.remove();
});

const root = () => join(fixture.folder, 'root.pem');

describe.skipIf(!hasCurl)('curl', () => {
  async function curl(host: string, ...options: string[]): Promise<string> {
    const resolve = ['--resolve', `${host}:${port}:127.0.0.1`];
    const args = ['--silent', '--show-error', ...resolve, ...options];
    return (await run('curl', [...args, `https://${host}:${port}/`])).stdout;
  }
  const trusting = () => ['--cacert', root()];

  it('comes in with the device’s PEM files', async () => {
    const { pem, key } = device.files;
    const said = await curl('sec53.local', ...trusting(), '--cert', pem, '--key', key);
    expect(said).toBe(device.serial);
  });

  it('comes in with the device’s PKCS#12 file', async () => {
    const cert = `${device.files.p12}:${device.passphrase}`;
    const said = await curl('localhost', ...trusting(), '--cert-type', 'P12', '--cert', cert);
    expect(said).toBe(device.serial);
  });

  it('is nobody without a certificate', async () => {
    expect(await curl('sec53.local', ...trusting())).toBe('not authorized: nobody');
  });

  it('refuses the hub under a name that its certificate does not have', async () => {
    await expect(curl('hub.example.org', ...trusting())).rejects.toThrow(
      /no alternative certificate/,
    );
  });

  it('refuses the hub when it does not trust the root', async () => {
    await expect(curl('sec53.local')).rejects.toThrow(/SSL certificate problem/);
  });
});

describe('openssl s_client', () => {
  async function connect(...options: string[]): Promise<string> {
    const trusted = ['-CAfile', root(), '-verify_return_error', '-verify_hostname'];
    const address = ['-connect', `127.0.0.1:${port}`, '-servername', 'sec53.local'];
    const running = run('openssl', ['s_client', ...address, ...trusted, ...options]);
    running.child.stdin?.end();
    const { stdout, stderr } = await running;
    return stdout + stderr;
  }

  it.each(['tls1_2', 'tls1_3'])(
    'verifies the hub over %s, whose issuers it is shown',
    async version => {
      const { pem, key } = device.files;
      const said = await connect(
        'sec53.local',
        `-${version}`,
        '-cert',
        pem,
        '-cert_chain',
        pem,
        '-key',
        key,
      );
      expect(said).toMatch(/Verify return code: 0 \(ok\)/);
      expect(said).toMatch(/Acceptable client certificate CA names[\s\S]*CN = sec53 client issuer/);
      expect(said).toMatch(/Verification: OK/);
    },
  );

  it('refuses the hub under another name', async () => {
    await expect(connect('hub.example.org')).rejects.toThrow(/[Hh]ostname mismatch/);
  });
});
