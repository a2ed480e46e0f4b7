import { TLSSocket } from 'node:tls';

/** Connections on which a device's certificate was accepted. */
export interface FamilySockets {
  note(socket: unknown): void;
  /** Ends those whose device is not let in any more. */
  judge(): void;
}

/**
 * A device that is shut out is refused with its next request anyway; its connections end as well, so
 * that nothing that is still under way on them reaches it.
 */
export function createFamilySockets(isLetIn: (socket: TLSSocket) => boolean): FamilySockets {
  const sockets = new Set<TLSSocket>();

  /** Doubt means deny. */
  function isStillIn(socket: TLSSocket): boolean {
    try {
      return isLetIn(socket);
    } catch {
      return false;
    }
  }

  return {
    note(socket) {
      if (!(socket instanceof TLSSocket) || sockets.has(socket)) return;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    },
    judge() {
      // What was just answered, such as to a device that ended itself, still goes out.
      for (const socket of sockets) if (!isStillIn(socket)) socket.destroySoon();
    },
  };
}
