import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { type EdgeMaterial, hasServerCertificate, readEdgeMaterial } from '../pki/edge-material.ts';
import { hasAuthority } from '../pki/issuer.ts';
import { writeFileAtomic } from '../pki/private-files.ts';
import type { Config } from './config/config.ts';
import { errorText, Refusal } from './errors.ts';
import type { Log } from './log.ts';
import { isHomeAddress } from './people/network.ts';
import type { People } from './people/people.ts';

const renewBeforeMs = 30 * 24 * 3_600_000;

export interface FirstAdmin {
  folder: string;
  passphraseFile: string;
}

/**
 * What the edge serves with. At the first start it makes the authority and a server certificate; later
 * it renews that before it ends, or when the machine has got another address.
 */
export async function prepareAuthority(
  folder: string,
  edge: Config['edge'],
  log: Log,
): Promise<EdgeMaterial> {
  const { names } = edge;
  // Under a given certificate the hub's own is shown to nobody, so it need not cover the names.
  const shown = edge.certificate_file === undefined ? names : [];
  const needed = [...new Set([...shown, 'localhost', localName(), ...homeAddresses()])];
  if (!hasAuthority(folder)) {
    log.info('making the certificate authority', { folder });
    const { createAuthority } = await import('../pki/authority.ts');
    await createAuthority(folder, { names: [...names] });
  }
  const known = hasServerCertificate(folder) ? readEdgeMaterial(folder) : undefined;
  if (!known || isStale(known, needed)) {
    // Names that somebody asked for by command stay; addresses come and go with the network.
    const hosts = [...new Set([...needed, ...(known ? dnsNames(known) : [])])];
    log.info('making a server certificate', { hosts: hosts.join(' ') });
    const { issueServer } = await import('../pki/issue-server.ts');
    await issueServer(folder, { hosts });
  }
  return withGivenCertificate(readEdgeMaterial(folder), edge);
}

/**
 * A certificate that others made, which phones trust as they are, in place of the hub's own.
 *
 * @throws Refusal when its files cannot be used
 */
function withGivenCertificate(material: EdgeMaterial, edge: Config['edge']): EdgeMaterial {
  const { certificate_file, key_file } = edge;
  if (certificate_file === undefined || key_file === undefined) return material;
  const cert = readGiven('edge.certificate_file', certificate_file);
  const key = readGiven('edge.key_file', key_file);
  try {
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
      throw new Error('the key is another certificate’s');
    }
  } catch (error) {
    throw new Refusal(
      `edge.certificate_file and edge.key_file (${certificate_file}, ${key_file}) cannot be used: ` +
        `${errorText(error)}. Name the full chain in PEM, and its key without a passphrase`,
    );
  }
  return { ...material, cert, key, serverNotAfter: Date.parse(new X509Certificate(cert).validTo) };
}

function readGiven(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Refusal(
      `${name} cannot be read: ${errorText(error)}. Name a file that the hub may read`,
    );
  }
}

/** Changes whenever a certificate or key that the edge serves with was replaced. */
export function certificatesVersion(folder: string, edge: Config['edge']): string {
  const own = ['root.pem', 'client-issuer.pem', 'server.pem', 'server.key'].map(name =>
    join(folder, name),
  );
  const given = [edge.certificate_file, edge.key_file].flatMap(file => file ?? []);
  return [...own, ...given]
    .map(path => {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      return `${found?.ino} ${found?.mtimeNs}`;
    })
    .join(' ');
}

/** While there never was an admin, there is nobody who could let one in. */
export async function prepareFirstAdmin(
  folder: string,
  { devices, persons }: Pick<People, 'devices' | 'persons'>,
  hubUrl: string,
): Promise<FirstAdmin | undefined> {
  const known = [...devices.list(), ...persons.list()];
  // One who was revoked counts: shutting the last admin out must not let a new one in.
  if (known.some(({ role }) => role === 'admin')) return undefined;
  const { issueDevice } = await import('../pki/issue-device.ts');
  const name = ['admin', 'first-admin'].find(free => !known.some(one => one.name === free));
  if (name === undefined) return undefined;
  const device = await issueDevice(folder, { name, role: 'admin', hubUrl });
  // Beside the key that it protects elsewhere, because what is printed may end in a log.
  const passphraseFile = join(device.folder, 'passphrase');
  await writeFileAtomic(passphraseFile, `${device.passphrase}\n`);
  devices.add({
    ...{ name, role: 'admin' },
    fingerprint: device.fingerprint,
    serial: device.serial,
    issuedAt: device.notBefore,
    expiresAt: device.notAfter,
  });
  return { folder: device.folder, passphraseFile };
}

/** No clock of this hub can truly be before this, epoch milliseconds. */
export function authorityMadeAt({ rootPem }: EdgeMaterial): number {
  return Date.parse(new X509Certificate(rootPem).validFrom);
}

function isStale({ cert, serverNotAfter }: EdgeMaterial, hosts: readonly string[]): boolean {
  if (serverNotAfter - Date.now() < renewBeforeMs) return true;
  const certificate = new X509Certificate(cert);
  return !hosts.every(host =>
    /^[\d.]+$|:/.test(host) ? certificate.checkIP(host) : certificate.checkHost(host),
  );
}

function dnsNames({ cert }: EdgeMaterial): string[] {
  const names = new X509Certificate(cert).subjectAltName ?? '';
  return [...names.matchAll(/DNS:([^,\s"]+)/g)].flatMap(([, name]) => name ?? []);
}

/** What others in the home network call this machine by mDNS. */
function localName(): string {
  const [first = ''] = hostname().toLowerCase().split('.');
  return /^[a-z0-9-]{1,63}$/.test(first) ? `${first}.local` : 'localhost';
}

/** 100.64.0.0/10, where Tailscale puts its hosts. */
function isShared(address: string): boolean {
  const [first, second] = address.split('.').map(Number);
  return first === 100 && second !== undefined && second >= 64 && second < 128;
}

/** The addresses that a phone at home may use. Link-local IPv6 needs a zone and is no use in a link. */
function homeAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .map(({ address }) => address)
    .filter(address => isHomeAddress(address) || isShared(address))
    .filter(address => !address.startsWith('fe80'));
}
