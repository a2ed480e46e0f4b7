import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import type { EdgeMaterial } from '../../pki/edge-material.ts';

export interface Credentials {
  key: string;
  cert: string;
}

/** What the server finds about the client that came in. */
export interface Seen {
  authorized: boolean;
  /** OpenSSL's code for why not. */
  reason: string | null;
  /** SHA-256, lower-case hex; null without a certificate. */
  fingerprint: string | null;
}

/**
 * One TLS connection to a server as the hub sets it up.
 * @throws what the client has against the server's certificate.
 */
export async function handshake(
  material: Pick<EdgeMaterial, 'key' | 'cert' | 'clientCa' | 'rootPem'>,
  client: Credentials | null,
): Promise<Seen> {
  const server = createServer({
    key: material.key,
    cert: material.cert,
    ca: material.clientCa,
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const seen = new Promise<Seen>(resolve => {
    server.once('secureConnection', socket => {
      socket.on('error', () => {});
      resolve(describe(socket));
      socket.end();
    });
  });
  try {
    const socket = connect({
      host: '127.0.0.1',
      port: portOf(server.address()),
      servername: 'sec53.local',
      ca: material.rootPem,
      ...client,
    });
    socket.resume();
    await once(socket, 'secureConnect');
    const result = await seen;
    socket.destroy();
    return result;
  } finally {
    server.close();
  }
}

function describe(socket: TLSSocket): Seen {
  const certificate = socket.getPeerX509Certificate();
  const reason: unknown = socket.authorizationError;
  return {
    authorized: socket.authorized,
    reason: typeof reason === 'string' ? reason : null,
    fingerprint: certificate?.fingerprint256.replaceAll(':', '').toLowerCase() ?? null,
  };
}

/** Of a server that listens on one. */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
