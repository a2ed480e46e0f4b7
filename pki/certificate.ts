import { X509Certificate } from 'node:crypto';
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
 * Makes the certificate of a template. forge signs; what OpenSSL cannot read, or finds not signed by
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
  made.sign(forge.pki.privateKeyFromPem(signer.keyPem), forge.md.sha256.create());
  const pem = forge.pki.certificateToPem(made).replaceAll('\r\n', '\n');
  verify(pem, signer.certificatePem ?? pem);
  return pem;
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
