import { createPrivateKey, sign } from 'node:crypto';
import forge from 'node-forge';
import type { AuthoritySigner } from './certificate.ts';

const { asn1 } = forge;
const sha256WithRsa = '1.2.840.113549.1.1.11';
const authorityKeyIdentifierId = '2.5.29.35';
const crlNumberId = '2.5.29.20';
const dayMs = 86_400_000;
const validDays = 30;
/** From here on RFC 5280 wants GeneralizedTime. */
const utcTimeEnd = Date.UTC(2050, 0);

export interface RevokedCertificate {
  /** Lower-case hex. */
  serial: string;
  /** Epoch milliseconds. */
  retiredAt: number;
}

/**
 * A certificate revocation list, RFC 5280 section 5: version 2, SHA-256 with RSA, good for 30 days.
 * @returns PEM, with `\n` line ends.
 */
export function createCrl(
  issuer: AuthoritySigner,
  revoked: RevokedCertificate[],
  now: Date,
): string {
  const certificate = forge.pki.certificateFromPem(issuer.certificatePem);
  const algorithm = sequence(oid(sha256WithRsa), primitive(asn1.Type.NULL, ''));
  const entries = revoked.map(({ serial, retiredAt }) =>
    sequence(integer(serial), time(new Date(retiredAt))),
  );
  const list = sequence(
    integer('01'),
    algorithm,
    forge.pki.distinguishedNameToAsn1(certificate.subject),
    time(now),
    time(new Date(now.getTime() + validDays * dayMs)),
    // An empty list of them is not allowed.
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(0, sequence(authorityKeyIdentifier(certificate), crlNumber(now))),
  );
  const signature = sign('sha256', toDer(list), createPrivateKey(issuer.keyPem));
  const bits = primitive(asn1.Type.BITSTRING, `\0${signature.toString('latin1')}`);
  const body = toDer(sequence(list, algorithm, bits)).toString('base64');
  const lines = body.match(/.{1,64}/g) ?? [];
  return `-----BEGIN X509 CRL-----\n${lines.join('\n')}\n-----END X509 CRL-----\n`;
}

function authorityKeyIdentifier(issuer: forge.pki.Certificate): forge.asn1.Asn1 {
  const keyIdentifier = issuer.generateSubjectKeyIdentifier().getBytes();
  const tag = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, false, keyIdentifier);
  return extension(authorityKeyIdentifierId, sequence(tag));
}

/** The time: it must grow from list to list, and nobody has to remember the last. */
function crlNumber(now: Date): forge.asn1.Asn1 {
  return extension(crlNumberId, integer(now.getTime().toString(16).padStart(12, '0')));
}

function extension(id: string, value: forge.asn1.Asn1): forge.asn1.Asn1 {
  const bytes = primitive(asn1.Type.OCTETSTRING, toDer(value).toString('latin1'));
  return sequence(oid(id), bytes);
}

function time(date: Date): forge.asn1.Asn1 {
  return date.getTime() < utcTimeEnd
    ? primitive(asn1.Type.UTCTIME, asn1.dateToUtcTime(date))
    : primitive(asn1.Type.GENERALIZEDTIME, asn1.dateToGeneralizedTime(date));
}

/** A positive number of whole bytes. Serials, and times for 4,000 years, have the top bit clear. */
function integer(hex: string): forge.asn1.Asn1 {
  return primitive(asn1.Type.INTEGER, Buffer.from(hex, 'hex').toString('latin1'));
}

function oid(id: string): forge.asn1.Asn1 {
  return primitive(asn1.Type.OID, asn1.oidToDer(id).getBytes());
}

function primitive(type: forge.asn1.Type, bytes: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, bytes);
}

function sequence(...parts: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts);
}

function tagged(tag: number, content: forge.asn1.Asn1): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, true, [content]);
}

function toDer(tree: forge.asn1.Asn1): Buffer {
  return Buffer.from(asn1.toDer(tree).getBytes(), 'latin1');
}
