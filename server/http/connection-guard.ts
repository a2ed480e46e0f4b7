import type { Server } from 'node:https';
import { Socket } from 'node:net';

export interface ConnectionGuard {
  welcome(socket: Socket): void;
  destroyAll(): void;
}

/**
 * Keeps strangers from taking all the connections there are: when too many have not been identified,
 * the one that has been there longest is ended. Whoever is of the family is identified with the first
 * request and stays.
 */
export function guardConnections(server: Server, mostStrangers: number): ConnectionGuard {
  // In the order in which they came.
  const strangers = new Map<string, Socket>();
  const sockets = new Set<Socket>();

  server.on('connection', socket => {
    if (!(socket instanceof Socket)) return;
    const key = keyOf(socket);
    sockets.add(socket);
    strangers.set(key, socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (strangers.get(key) === socket) strangers.delete(key);
    });
    if (strangers.size <= mostStrangers) return;
    const [oldest] = strangers.values();
    oldest?.destroy();
  });

  return {
    welcome: socket => void strangers.delete(keyOf(socket)),
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The TLS socket of a request and the TCP socket below it have the peer in common. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
