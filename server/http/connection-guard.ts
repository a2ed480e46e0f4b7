import type { Server } from 'node:https';
import { Socket } from 'node:net';
import { networkOf } from '../people/network.ts';

export interface ConnectionGuard {
  welcome(socket: Socket): void;
  destroyAll(): void;
}

/**
 * Keeps strangers from taking all the connections there are: when too many have not been identified,
 * the network that has most of them loses its oldest. So a crowd from one place ends its own
 * connections, and not that of somebody who is just signing in. Whoever is of the family is identified
 * with the first request and stays.
 */
export function guardConnections(server: Server, mostStrangers: number): ConnectionGuard {
  /** By network; in each in the order in which they came. */
  const strangers = new Map<string, Map<string, Socket>>();
  const sockets = new Set<Socket>();
  let count = 0;

  function forget(network: string, key: string): void {
    const those = strangers.get(network);
    if (!those?.delete(key)) return;
    count--;
    if (those.size === 0) strangers.delete(network);
  }

  function makeRoom(): void {
    let most = new Map<string, Socket>();
    for (const those of strangers.values()) if (those.size > most.size) most = those;
    const [oldest] = most.values();
    oldest?.destroy();
  }

  server.on('connection', socket => {
    if (!(socket instanceof Socket)) return;
    const network = networkOf(socket.remoteAddress ?? '');
    const key = keyOf(socket);
    const those = strangers.get(network) ?? new Map<string, Socket>();
    // One that has gone already has no address, and its place may be taken.
    if (!those.has(key)) count++;
    strangers.set(network, those.set(key, socket));
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (those.get(key) === socket) forget(network, key);
    });
    if (count > mostStrangers) makeRoom();
  });

  return {
    welcome: socket => forget(networkOf(socket.remoteAddress ?? ''), keyOf(socket)),
    destroyAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The TLS socket of a request and the TCP socket below it have the peer in common. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
