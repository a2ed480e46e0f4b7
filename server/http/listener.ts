import { constants } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { errorCode, errorText, Refusal } from '../errors.ts';
import { guardConnections } from './connection-guard.ts';
import { paceHandshakes } from './pace-handshakes.ts';

export interface Listener {
  readonly port: number;
  /** This connection is one of the family's: it is not counted among the strangers any more. */
  welcome(socket: Socket): void;
  /** New connections get these certificates. */
  reload(material: Pick<ListenOptions['tls'], 'key' | 'cert' | 'ca'>): void;
  /** Ends every connection, open streams included. */
  close(): Promise<void>;
}

export interface ListenOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  /** The configuration's key, for the message. */
  key: string;
  tls: Pick<ServerOptions, 'key' | 'cert' | 'ca' | 'requestCert' | 'rejectUnauthorized'>;
}

/** Given again with every change of certificates: what is not given again is dropped. */
const secureContext = {
  minVersion: 'TLSv1.2',
  // Forward secrecy and authenticated encryption only; what browsers of ten years speak.
  ciphers: [
    ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
    ...['ECDHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384'],
    ...['ECDHE-RSA-CHACHA20-POLY1305', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
    ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
  ].join(':'),
  // A connection keeps the certificate that it began with.
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
} as const;

const mostConnections = 2000;
/** Connections that nobody has identified on, half-open ones among them. */
const mostStrangers = 400;

/**
 * Listens with TLS, and with nothing less.
 *
 * @throws Refusal when the port or the address cannot be had
 */
export async function listen(handle: RequestListener, options: ListenOptions): Promise<Listener> {
  const { host, port, key, tls } = options;
  const server = createServer(
    {
      ...tls,
      ...secureContext,
      handshakeTimeout: 10_000,
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      keepAliveTimeout: 65_000,
      // How exact the limits above are kept; Node's own half minute would let slow ones pile up.
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 16 * 1024,
    },
    handle,
  );
  server.maxConnections = mostConnections;
  const pace = paceHandshakes(server);
  const guard = guardConnections(server, mostStrangers);
  // A stranger's broken handshake is no news.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await bind(server, host, port, key);
  return {
    port: portOf(server),
    welcome(socket) {
      guard.welcome(socket);
      pace.know(socket);
    },
    reload: material => server.setSecureContext({ ...material, ...secureContext }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        guard.destroyAll();
      }),
  };
}

function bind(server: Server, host: string, port: number, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', error => reject(new Refusal(explain(error, host, port, key))));
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function explain(error: Error, host: string, port: number, key: string): string {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return `port ${port} is in use by another program; stop it, or set ${key} to another port (0 picks a free one)`;
    case 'EACCES':
      return `the hub may not listen on port ${port}; set ${key} to 1024 or more`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `this machine has no address ${host}; set edge.host to one that it has, or to 0.0.0.0`;
    default:
      return `cannot listen on ${host} port ${port}: ${errorText(error)}`;
  }
}
