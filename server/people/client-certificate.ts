import type { TLSSocket } from 'node:tls';

const clientAuth = '1.3.6.1.5.5.7.3.2';
const dateErrors = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/**
 * The SHA-256 fingerprint (lower-case hex) of a certificate that the peer really presented, that
 * verifies, and that is meant for clients; otherwise undefined.
 *
 * `socket.authorized` alone is not enough: on Node 20 and 22 it is true for a client without any
 * certificate that resumes a TLS 1.3 session, and for certificates without the clientAuth purpose.
 *
 * @param isClockTrusted while it is not, a date error alone does not refuse: after a power cut with
 *   no internet the family must get in. The registry still has to know the certificate.
 */
export function readClientCertificate(
  socket: TLSSocket,
  isClockTrusted: boolean,
): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return undefined;
  if (!socket.authorized) {
    const reason = String(socket.authorizationError ?? '');
    if (isClockTrusted || !dateErrors.has(reason)) return undefined;
  }
  if (!certificate.keyUsage?.includes(clientAuth)) return undefined;
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}
