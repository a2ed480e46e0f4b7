import type { EvidenceStore } from '../state/evidence.ts';
import type { Link } from './chain.ts';
import type { Destination } from './destination.ts';
import { Declined, type Outcomes } from './outcomes.ts';

const limitMs = 10_000;
/** A hub that stops has little time. */
const lastLimitMs = 1000;
const firstDelayMs = 250;
const longestDelayMs = 30_000;
/** However long the destination has been away: a new step is tried within this. */
const newsDelayMs = 2000;
const batchLinks = 40;
/** A witness reads 16 KB. */
const batchBytes = 12 * 1024;

export interface EvidenceShipper {
  /** There may be something new. */
  wake(): void;
  /** Ships once what is left. */
  stop(): Promise<void>;
}

interface Rooms {
  store: EvidenceStore;
  outcomes: Outcomes;
  /** The keys of all destinations: what all of them have is forgotten. */
  destinations: readonly string[];
  /** 0 to 1. */
  random(): number;
}

/**
 * Takes the chain to one destination: in order, in batches, again after a failure with growing delays.
 * The position moves once the destination has said that it has them, so that a crash sends a batch
 * twice and leaves none out.
 */
export function createEvidenceShipper(destination: Destination, rooms: Rooms): EvidenceShipper {
  const { store, outcomes, destinations, random } = rooms;
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let delayMs = firstDelayMs;
  let isAsked = false;
  let isHurried = false;

  const { key } = destination;

  async function shipAll(signal: AbortSignal, limit: number): Promise<void> {
    for (;;) {
      const { chain, links } = store.after(store.sent(key), batchLinks);
      const batch = cut(links);
      const last = batch.at(-1);
      if (!last) return;
      const complaint = await destination.put({ chain, links: batch }, signal, limit);
      store.markSent(key, last.n, destinations);
      delayMs = firstDelayMs;
      if (complaint === undefined) outcomes.succeeded();
      // It has them, and its family is told: what comes next must go there all the same.
      else outcomes.failed(new Declined(complaint));
    }
  }

  async function run(): Promise<void> {
    isAsked = false;
    isHurried = false;
    try {
      await shipAll(end.signal, limitMs);
    } catch (error) {
      if (end.signal.aborted) return;
      outcomes.failed(error);
      again(isAsked ? Math.min(delayMs, newsDelayMs) : delayMs);
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  }

  function again(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        ship();
      },
      ms * (0.5 + random() / 2),
    ).unref();
  }

  function ship(): void {
    running = run().finally(() => {
      running = undefined;
      if (isAsked && timer === undefined) wake();
    });
  }

  function wake(): void {
    if (end.signal.aborted) return;
    if (running !== undefined) {
      isAsked = true;
    } else if (timer) {
      // A failure sets the pace, but news is not kept waiting for long.
      if (delayMs > newsDelayMs && !isHurried) again(newsDelayMs);
      isHurried = true;
    } else {
      ship();
    }
  }

  return {
    wake,
    async stop() {
      end.abort();
      clearTimeout(timer);
      await running;
      // What does not leave now leaves after the next start.
      await shipAll(AbortSignal.timeout(lastLimitMs), lastLimitMs).catch(() => undefined);
    },
  };
}

/** The start of the links that fits one request, and at least one of them. */
function cut(links: readonly Link[]): Link[] {
  let bytes = 0;
  const end = links.findIndex(link => {
    bytes += Buffer.byteLength(JSON.stringify(link)) + 1;
    return bytes > batchBytes;
  });
  return end === -1 ? [...links] : links.slice(0, Math.max(1, end));
}
