import { X509Certificate } from 'node:crypto';
import { Refusal } from '../server/errors.ts';
import type { Role } from '../server/protocol.ts';
import { readCertificate } from './certificate-file.ts';
import { requireSaneClock } from './clock.ts';
import { requireDays } from './days.ts';
import { type DevicePaths, stageDeviceFiles } from './device-files.ts';
import { deviceName } from './device-name.ts';
import { createDevicePassphrase } from './device-passphrase.ts';
import { fingerprintOf } from './fingerprint.ts';
import { readIssuer } from './issuer.ts';
import { createKeyPair } from './keys.ts';
import { certificatePath } from './layout.ts';
import { createMobileConfig } from './mobileconfig.ts';
import { refuseForeign } from './private-files.ts';
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

export interface IssuedDevice extends DevicePaths {
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

export interface StagedDevice {
  device: IssuedDevice;
  publish(): void;
  dispose(): Promise<void>;
}

/**
 * Makes a device's key and certificate and writes `NAME.p12`, `NAME.mobileconfig`, `NAME.pem` (leaf,
 * then its issuer) and `NAME.key` into `<folder>/devices/NAME/`, in place of those that are there.
 * Nothing opens to them before their fingerprint is in the registry.
 * @throws Refusal with a bad name, without an authority, or when a file cannot be used.
 */
export async function issueDevice(folder: string, request: DeviceRequest): Promise<IssuedDevice> {
  const staged = await stageDevice(folder, request);
  try {
    staged.publish();
  } finally {
    await staged.dispose();
  }
  return staged.device;
}

/**
 * As {@link issueDevice}, in steps: everything that is slow or may fail is done, and `publish` makes
 * it seen within a transaction on the registry. Call `dispose` in any case.
 */
export async function stageDevice(folder: string, request: DeviceRequest): Promise<StagedDevice> {
  const name = deviceName(request.name);
  const days = requireDays(request.days ?? defaultDays);
  const hubUrl = request.hubUrl === undefined ? null : requireHttps(request.hubUrl);
  const now = request.now ?? new Date();
  requireSaneClock(now);
  const issuer = readIssuer(folder, 'client-issuer');
  await refuseForeign(folder);
  const root = readCertificate(certificatePath(folder, 'root'));
  const { signCertificate } = await import('./certificate.ts');
  const { createPkcs12 } = await import('./pkcs12.ts');

  const { privateKey, publicKeyPem } = await createKeyPair(2048);
  const template = deviceTemplate(createSerial(), { now, days }, name);
  const leaf = signCertificate(template, publicKeyPem, issuer);
  const keyPem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const passphrase = createDevicePassphrase();
  const pkcs12 = createPkcs12(keyPem, [leaf, issuer.certificatePem], passphrase, name);
  const fingerprint = fingerprintOf(new X509Certificate(leaf));
  const { paths, publish, dispose } = await stageDeviceFiles(folder, name, {
    p12: pkcs12,
    mobileconfig: createMobileConfig({
      name,
      rootPem: root.pem,
      rootFingerprint: fingerprintOf(root.certificate),
      fingerprint,
      pkcs12,
      hubUrl,
    }),
    pem: leaf + issuer.certificatePem,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  });
  const device = {
    ...paths,
    name,
    role: request.role,
    fingerprint,
    serial: template.serial,
    notBefore: template.notBefore.getTime(),
    notAfter: template.notAfter.getTime(),
    passphrase,
  };
  return { device, publish, dispose };
}

function requireHttps(url: string): string {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return url;
  throw new Refusal(`the hub's address must begin with https://, unlike ${JSON.stringify(url)}`);
}
