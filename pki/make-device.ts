import { X509Certificate } from 'node:crypto';
import { Refusal } from '../server/errors.ts';
import type { Role } from '../server/protocol.ts';
import { readCertificate } from './certificate-file.ts';
import { requireSaneClock } from './clock.ts';
import { requireDays } from './days.ts';
import { deviceName } from './device-name.ts';
import { createDevicePassphrase } from './device-passphrase.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readIssuer } from './issuer.ts';
import { createKeyPair } from './keys.ts';
import { certificatePath } from './layout.ts';
import { createMobileConfig } from './mobileconfig.ts';
import { createSerial } from './serial.ts';
import { deviceTemplate } from './templates.ts';

/**
 * An iPhone cannot renew by itself, somebody has to carry a file to it; and a lost phone is shut out
 * by the registry at once, not by its certificate's end. So the longest that is still advised.
 */
const defaultDays = 730;

export interface DeviceRequest {
  name: string;
  /** Not written into the certificate: the registry alone says what a device may do. */
  role: Role;
  /** 730 when not given. */
  days?: number;
  /** The app's https address, for an icon on the Home Screen. */
  hubUrl?: string;
  now?: Date;
}

export interface MadeDevice {
  /** In NFC. */
  name: string;
  role: Role;
  /** SHA-256 of the certificate, lower-case hex. */
  fingerprint: string;
  /** Lower-case hex. */
  serial: string;
  /** Epoch milliseconds. */
  notBefore: number;
  notAfter: number;
  /** Of the PKCS#12 file. It is kept nowhere. */
  passphrase: string;
}

/** What a device is paired with. All but `p12` and the profile around it hold the key as it is. */
export interface DeviceBundle {
  /** PKCS#12: the key, the leaf and its issuer, under the passphrase. */
  p12: Uint8Array;
  /** An iPhone's profile: the root, the PKCS#12 file and, where the address is known, an icon. */
  mobileconfig: string;
  /** The leaf, then its issuer. */
  pem: string;
  /** PKCS#8 PEM, not encrypted. */
  key: string;
}

/**
 * Makes a device's key and certificate in memory; of the authority it only reads. Nothing opens to
 * them before their fingerprint is in the registry.
 * @param folder the authority's, `<data>/pki`.
 * @throws Refusal with a bad name, without an authority, or when a file cannot be used.
 */
export async function makeDevice(
  folder: string,
  request: DeviceRequest,
): Promise<{ device: MadeDevice; bundle: DeviceBundle }> {
  const name = deviceName(request.name);
  const days = requireDays(request.days ?? defaultDays);
  const hubUrl = request.hubUrl === undefined ? null : requireHttps(request.hubUrl);
  const now = request.now ?? new Date();
  requireSaneClock(now);
  const issuer = readIssuer(folder, 'client-issuer');
  const root = readCertificate(certificatePath(folder, 'root'));
  const { signCertificate } = await import('./certificate.ts');
  const { createPkcs12 } = await import('./pkcs12.ts');

  const { privateKey, publicKeyPem } = await createKeyPair(2048);
  const template = deviceTemplate(createSerial(), { now, days }, name);
  const leaf = signCertificate(template, publicKeyPem, issuer);
  const keyPem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const passphrase = createDevicePassphrase();
  const p12 = createPkcs12(keyPem, [leaf, issuer.certificatePem], passphrase, name);
  const fingerprint = fingerprintOf(new X509Certificate(leaf));
  const rootFingerprint = fingerprintOf(root.certificate);
  const profile = { name, rootPem: root.pem, rootFingerprint, fingerprint, pkcs12: p12, hubUrl };
  return {
    device: {
      name,
      role: request.role,
      fingerprint,
      serial: template.serial,
      notBefore: template.notBefore.getTime(),
      notAfter: template.notAfter.getTime(),
      passphrase,
    },
    bundle: {
      p12,
      mobileconfig: createMobileConfig(profile),
      pem: leaf + issuer.certificatePem,
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    },
  };
}

function requireHttps(url: string): string {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw new Refusal(`the hub's address must begin with https://, unlike ${JSON.stringify(url)}`);
}
