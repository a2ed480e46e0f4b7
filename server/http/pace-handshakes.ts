import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { networkOf } from '../people/network.ts';

/** So many handshakes are under way at once; each blocks the hub for a millisecond or a few. */
const mostUnderWay = 6;
/** A client that stops in the middle makes others wait no longer than this. */
const longestTurnMs = 250;
/** A client that says nothing at all is ended. */
const silenceMs = 10_000;
const mostNetworks = 2000;

export interface HandshakePace {
  /** Somebody of the family was here: their network comes before others. */
  know(socket: Socket): void;
}

/**
 * A handshake costs the hub a signature, the most that a stranger can ask of it, and hundreds that
 * arrive together would be done in one go while a door waits to be told of. So they begin a few at a
 * time, in between all else, and only once the client has begun to speak.
 */
export function paceHandshakes(server: Server): HandshakePace {
  const known = new Set<string>();
  const waiting: Record<'family' | 'others', Set<Socket>> = {
    family: new Set(),
    others: new Set(),
  };
  const turns = new Map<string, () => void>();

  // Node's own listener, which begins TLS on a connection.
  const begin = server.listeners('connection');
  server.removeAllListeners('connection');

  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    const place = known.has(networkOf(socket.remoteAddress ?? '')) ? 'family' : 'others';
    socket.setTimeout(silenceMs, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('readable', () => {
      waiting[place].add(socket);
      next();
    });
    socket.once('close', () => {
      waiting[place].delete(socket);
      turns.get(key)?.();
    });
  });
  server.on('secureConnection', socket => {
    turns.get(keyOf(socket))?.();
    // Whoever holds a certificate of this house is known before the first request. (A session that was
    // resumed without one counts as authorized too.)
    if (socket.authorized && socket.getPeerX509Certificate()) know(socket);
  });

  function next(): void {
    while (turns.size < mostUnderWay) {
      const [socket] = waiting.family.size > 0 ? waiting.family : waiting.others;
      if (!socket) return;
      waiting.family.delete(socket);
      waiting.others.delete(socket);
      if (!socket.destroyed) start(socket);
    }
  }

  function start(socket: Socket): void {
    const key = keyOf(socket);
    const timer = setTimeout(end, longestTurnMs);
    turns.set(key, end);
    socket.setTimeout(0);
    for (const listener of begin) listener.call(server, socket);

    function end(): void {
      clearTimeout(timer);
      // In the next round, so that what waits meanwhile is looked at first.
      if (turns.delete(key)) setImmediate(next);
    }
  }

  function know({ remoteAddress = '' }: Socket): void {
    const network = networkOf(remoteAddress);
    if (known.has(network)) return;
    const [oldest = ''] = known;
    if (known.size >= mostNetworks) known.delete(oldest);
    known.add(network);
  }

  return { know };
}

/** The TLS socket and the TCP socket below it have the peer in common. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
