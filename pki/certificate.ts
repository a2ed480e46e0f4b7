import { constants, createPrivateKey, privateEncrypt, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { addressBytes } from './address-bytes.ts';
import type { Host } from './host.ts';
import { nameConstraintsExtension } from './name-constraints.ts';
import type { Template } from './templates.ts';

export interface Signer {
  /** PKCS#1, not encrypted. */
  keyPem: string;
  /** The signer's own certificate; null where a root signs itself. */
  certificatePem: string | null;
}

export interface AuthoritySigner extends Signer {
  certificatePem: string;
}

/** forge declares the wrong enum for a name's tag; as a number it fits. */
const utf8: number = forge.asn1.Type.UTF8;

/**
 * Makes the certificate of a template. forge writes it, OpenSSL signs it; what OpenSSL cannot read, or finds not signed by
 * the signer, is not handed out.
 * @param publicKeyPem the subject's key, SPKI.
 * @returns PEM, with `\n` line ends.
 */
export function signCertificate(template: Template, publicKeyPem: string, signer: Signer): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKeyPem);
  const issuer =
    signer.certificatePem === null ? made : forge.pki.certificateFromPem(signer.certificatePem);
  made.serialNumber = template.serial;
  made.validity.notBefore = template.notBefore;
  made.validity.notAfter = template.notAfter;
  made.setSubject([
    // UTF8String: forge's default, PrintableString, garbles everything but ASCII.
    { name: 'organizationName', value: 'sec53', valueTagClass: utf8 },
    { name: 'commonName', value: template.subject, valueTagClass: utf8 },
  ]);
  made.setIssuer(issuer.subject.attributes);
  made.setExtensions(extensionsOf(template, issuer));
  made.sign(fastKey(signer.keyPem), forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(made).replaceAll('\r\n', '\n');
  verify(pem, signer.certificatePem ?? pem);
  return pem;
}

/** What stands before a SHA-256 digest under RSASSA-PKCS1-v1_5; RFC 8017, 9.2, note 1. */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A key that signs by OpenSSL: forge's own arithmetic takes a second a signature on a small Pi. */
function fastKey(keyPem: string): forge.pki.rsa.PrivateKey {
  const key = { key: createPrivateKey(keyPem), padding: constants.RSA_PKCS1_PADDING };
  return Object.assign(forge.pki.privateKeyFromPem(keyPem), {
    sign(content: forge.md.MessageDigest) {
      const digest = Buffer.from(content.digest().getBytes(), 'latin1');
      return privateEncrypt(key, Buffer.concat([digestInfo, digest])).toString('latin1');
    },
  });
}

function extensionsOf(template: Template, issuer: forge.pki.Certificate): object[] {
  const { pathLength, purpose, hosts, permitted } = template;
  const isAuthority = pathLength !== null;
  const keyIdentifier = issuer.generateSubjectKeyIdentifier().getBytes();
  return [
    {
      name: 'basicConstraints',
      critical: true,
      cA: isAuthority,
      ...(isAuthority && { pathLenConstraint: pathLength }),
    },
    {
      name: 'keyUsage',
      critical: true,
      ...(isAuthority ? { keyCertSign: true, cRLSign: true } : { digitalSignature: true }),
    },
    ...(purpose ? [{ name: 'extKeyUsage', [purpose]: true }] : []),
    ...(hosts.length > 0 ? [{ name: 'subjectAltName', altNames: hosts.map(altName) }] : []),
    ...(permitted ? [nameConstraintsExtension(permitted)] : []),
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
  ];
}

function altName({ kind, value }: Host): object {
  return kind === 'dns'
    ? { type: 2, value }
    : { type: 7, value: addressBytes(value).toString('latin1') };
}

function verify(pem: string, issuerPem: string): void {
  const issuer = new X509Certificate(issuerPem);
  const made = new X509Certificate(pem);
  if (!made.checkIssued(issuer) || !made.verify(issuer.publicKey)) {
    throw new Error('the new certificate does not verify against its issuer');
  }
}
