import { createHash } from 'node:crypto';

export interface Profile {
  /** The device's name. */
  name: string;
  rootPem: string;
  /** SHA-256 of the root, lower-case hex. */
  rootFingerprint: string;
  /** SHA-256 of the device's certificate, lower-case hex. */
  fingerprint: string;
  pkcs12: Uint8Array;
  /** Where the app is opened; null leaves the icon for the Home Screen out. */
  hubUrl: string | null;
}

/**
 * An Apple configuration profile: the root, the device's identity and an icon for the Home Screen.
 * The identity comes without its passphrase, which the phone asks for: a profile hides nothing.
 * Identifiers stay with the hub and the device, so that a renewed profile takes the place of the old
 * one; UUIDs follow the certificate, so that the same profile is the same bytes.
 * @see https://developer.apple.com/documentation/devicemanagement/toplevel
 */
export function createMobileConfig(profile: Profile): string {
  const hub = `sec53.${profile.rootFingerprint.slice(0, 16)}`;
  const identifier = `${hub}.${sha256(profile.name).slice(0, 16)}`;
  const payload = (kind: string, type: string, title: string, rest: string[]) => [
    ...text('PayloadType', type),
    ...integer('PayloadVersion', 1),
    ...text('PayloadIdentifier', `${identifier}.${kind}`),
    ...text('PayloadUUID', uuid(`${profile.fingerprint} ${kind}`)),
    ...text('PayloadDisplayName', title),
    ...rest,
  ];
  const payloads = [
    payload('root', 'com.apple.security.root', 'sec53 root', [
      ...text('PayloadCertificateFileName', 'sec53-root.cer'),
      ...data('PayloadContent', derOf(profile.rootPem)),
    ]),
    payload('identity', 'com.apple.security.pkcs12', `sec53 ${profile.name}`, [
      ...text('PayloadCertificateFileName', 'sec53-device.p12'),
      ...data('PayloadContent', profile.pkcs12),
    ]),
  ];
  if (profile.hubUrl !== null) {
    payloads.push(
      payload('app', 'com.apple.webClip.managed', 'sec53', [
        ...text('Label', 'sec53'),
        ...text('URL', profile.hubUrl),
        ...['<key>FullScreen</key>', '<true/>', '<key>IsRemovable</key>', '<true/>'],
      ]),
    );
  }
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...payload('profile', 'Configuration', `sec53 ${profile.name}`, [
      ...text('PayloadDescription', 'Lets this device in to sec53'),
      ...text('PayloadOrganization', 'sec53'),
    ]),
    '<key>PayloadContent</key>',
    '<array>',
    ...payloads.flatMap(lines => ['<dict>', ...lines, '</dict>']),
    '</array>',
    '</dict>',
    '</plist>',
  ].join('\n')}\n`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Text as XML 1.0 can hold it. Characters that have no place in it, not even escaped, become U+FFFD.
 * @see https://www.w3.org/TR/xml/#charsets
 */
export function escapeXml(raw: string): string {
  return raw
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"']/g, character => entities[character] ?? character)
    .replaceAll('\r', '&#13;');
}

function text(key: string, value: string): string[] {
  return [`<key>${key}</key>`, `<string>${escapeXml(value)}</string>`];
}

function integer(key: string, value: number): string[] {
  return [`<key>${key}</key>`, `<integer>${value}</integer>`];
}

function data(key: string, bytes: Uint8Array): string[] {
  return [`<key>${key}</key>`, `<data>${Buffer.from(bytes).toString('base64')}</data>`];
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

/** RFC 9562's version 8: a UUID of one's own making, here the head of a hash. */
function uuid(of: string): string {
  const hex = sha256(of);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ]
    .join('-')
    .toUpperCase();
}

function sha256(of: string): string {
  return createHash('sha256').update(of).digest('hex');
}
