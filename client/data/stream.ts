import {
  emptyLedger,
  failed,
  heard,
  interrupted,
  type Link,
  linkOf,
  opened,
  restarted,
  retryDelayMs,
  streamUrl,
} from './stream-ledger.ts';

/** A host that vanished answers nothing for minutes; an attempt this long is given up. */
const OPEN_TIMEOUT_MS = 6_000;

export interface StreamHandlers {
  open(): void;
  message(kind: string, data: string, id: string): void;
  error(): void;
}

/** Opens one connection that does not reconnect by itself; returns how to close it. */
export type OpenStream = (url: string, handlers: StreamHandlers) => () => void;

export interface StreamListener {
  link(link: Link): void;
  /** `caughtUp`: the hub was asked to repeat what was missed. */
  open(caughtUp: boolean): void;
  message(kind: string, data: string): void;
  /** The hub cannot repeat what was missed: fetch anew. */
  reset(): void;
  /** An attempt failed, and the reason is hidden from scripts: no network, or no longer signed in. */
  failed(): void;
}

export interface Stream {
  start(): void;
  stop(): void;
  /** The network or the screen is back: connect now. `isDoubtful` gives up a connection that looks open. */
  wake(isDoubtful: boolean): void;
  networkLost(): void;
}

/**
 * Keeps one connection to the hub's stream. The browser's own reconnection is not used: its delay
 * is not ours to choose, and after some errors it gives up.
 */
export function createStream(
  openStream: OpenStream,
  isOnline: () => boolean,
  listener: StreamListener,
): Stream {
  let ledger = emptyLedger;
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let attempt = 0;

  function disconnect(): void {
    attempt += 1;
    clearTimeout(timer);
    close?.();
    close = null;
  }

  function connect(): void {
    disconnect();
    if (!isRunning) return;
    const mine = attempt;
    const caughtUp = ledger.lastId !== null;
    const isCurrent = () => mine === attempt;
    timer = setTimeout(lose, OPEN_TIMEOUT_MS);
    close = openStream(streamUrl(ledger), {
      open() {
        if (!isCurrent()) return;
        clearTimeout(timer);
        ledger = opened(ledger);
        listener.link('live');
        listener.open(caughtUp);
      },
      message(kind, data, id) {
        if (!isCurrent()) return;
        ledger = kind === 'reset' ? restarted(ledger, id) : heard(ledger, id);
        if (kind === 'reset') listener.reset();
        else listener.message(kind, data);
      },
      error() {
        if (isCurrent()) lose();
      },
    });
  }

  function lose(): void {
    disconnect();
    ledger = failed(ledger);
    listener.link(linkOf(ledger, isOnline()));
    timer = setTimeout(connect, retryDelayMs(ledger.failures));
    listener.failed();
  }

  return {
    start() {
      if (isRunning) return;
      isRunning = true;
      listener.link(linkOf(ledger, isOnline()));
      connect();
    },
    stop() {
      isRunning = false;
      disconnect();
      ledger = emptyLedger;
    },
    wake(isDoubtful) {
      if (!isRunning || (ledger.isOpen && !isDoubtful)) return;
      ledger = interrupted(ledger);
      listener.link(linkOf(ledger, isOnline()));
      connect();
    },
    networkLost() {
      if (isRunning) lose();
    },
  };
}
