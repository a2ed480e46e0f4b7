import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { errorText } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Devices } from '../../people/devices.ts';
import { isHomeAddress } from '../../people/network.ts';
import type { BundleKind, Pairing, Pairings } from '../../people/pairings.ts';
import { progressOf } from '../routes/pairings.ts';
import { closedPage, firstPage, gonePage, pairingPage } from './pages.ts';
import { setupScript, setupStyles } from './static.ts';

export interface SetupRooms {
  /** The authority's certificate, PEM. */
  rootPem: string;
  /** The app's address: `https://NAME:PORT`. */
  hubUrl(): string;
  /** The app's port asks for a certificate at the handshake. */
  isStrict: boolean;
  pairings: Pairings;
  devices: Devices;
  /** Nobody ever came in: the first admin's phone may still take the authority's certificate. */
  isFirstPending(): boolean;
  log: Log;
}

const types: Record<BundleKind, string> = {
  mobileconfig: 'application/x-apple-aspen-config',
  p12: 'application/x-pkcs12',
};

/** The page tries whether the app's address can be trusted yet. */
const policyFor = (hubUrl: string) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    `connect-src 'self' ${hubUrl}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * The setup port never asks for a certificate, so it is the place from which a phone takes the
 * authority's and its own. It answers home addresses, and only while somebody is being paired. The
 * authority's fingerprint and the passphrase are shown to the admin, never here: whoever could forge
 * this page could forge them too.
 */
export function createSetup(rooms: SetupRooms): RequestListener {
  const { rootPem, hubUrl, isStrict, pairings, devices, isFirstPending, log } = rooms;

  function writeHead(
    response: ServerResponse,
    status: number,
    type: string,
    length?: number,
    more: Record<string, string> = {},
  ): void {
    response.writeHead(status, {
      'Content-Type': type,
      ...(length === undefined ? {} : { 'Content-Length': length }),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': policyFor(hubUrl()),
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      ...more,
    });
  }

  /** What stands at a path; a pairing's own part is after it. */
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const send = (status: number, type: string, body: string) => {
      writeHead(response, status, type, Buffer.byteLength(body));
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const page = (status: number, body: string) => send(status, 'text/html; charset=utf-8', body);
    if (!isHomeAddress(request.socket.remoteAddress)) {
      send(403, 'text/plain; charset=utf-8', 'At home only.\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') page(405, gonePage());
    else if (path === '/setup.css') send(200, 'text/css; charset=utf-8', setupStyles);
    else if (path === '/setup.js') send(200, 'text/javascript; charset=utf-8', setupScript);
    else if (!pairings.isOpen() && !isFirstPending()) page(403, closedPage());
    else if (path === '/') page(200, firstPage(hubUrl()));
    else if (path === '/sec53-ca.crt') {
      pairings.noteRoot();
      send(200, 'application/x-x509-ca-cert', rootPem);
    } else {
      const [, token = '', what = ''] = /^\/pair\/([\w-]{22})(?:\/([\w.-]+))?$/.exec(path) ?? [];
      const pairing = token === '' ? undefined : pairings.byToken(token);
      const kind = kindOf(what);
      if (pairing && what === '') {
        const agent = request.headers['user-agent'] ?? '';
        const host = request.headers.host ?? '';
        const kind = new URL(request.url ?? '', 'https://hub').searchParams.get('for');
        page(200, pairingPage({ token, pairing, hubUrl: hubUrl(), isStrict, agent, kind, host }));
      } else if (pairing && what === 'progress') {
        send(200, 'application/json', JSON.stringify(progressOf(pairing, devices)));
      } else if (pairing && kind) deliver(request, response, token, kind, pairing);
      else page(404, gonePage());
    }
  }

  function deliver(
    request: IncomingMessage,
    response: ServerResponse,
    token: string,
    kind: BundleKind,
    pairing: Pairing,
  ): void {
    if (request.method === 'HEAD') {
      // A look ahead must not use the link up.
      writeHead(response, 200, types[kind]);
      response.end();
      return;
    }
    const delivery = pairings.deliver(token, kind);
    if (!delivery) {
      const body = gonePage();
      writeHead(response, 410, 'text/html; charset=utf-8', Buffer.byteLength(body));
      response.end(body);
      return;
    }
    const content = Buffer.from(delivery.content);
    response.once('finish', () => {
      delivery.finish();
      log.info('an identity was fetched', { device: pairing.device });
    });
    response.once('close', () => {
      if (!response.writableFinished) delivery.fail();
    });
    const file = `sec53.${kind}`;
    const disposition =
      kind === 'p12' ? { 'Content-Disposition': `attachment; filename="${file}"` } : {};
    writeHead(response, 200, types[kind], content.length, disposition);
    response.end(content);
  }

  return (request, response) => {
    try {
      answer(request, response);
    } catch (error) {
      log.error('the setup page failed', { error: errorText(error) });
      if (response.headersSent) {
        response.destroy();
        return;
      }
      writeHead(response, 503, 'text/plain; charset=utf-8');
      response.end('The hub’s disk refuses to be written. Try again in a moment.\n');
    }
  };
}

function kindOf(file: string): BundleKind | undefined {
  if (file === 'sec53.mobileconfig') return 'mobileconfig';
  return file === 'sec53.p12' ? 'p12' : undefined;
}
