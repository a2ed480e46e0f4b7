import { errorCode, errorText, Refusal } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Journal } from '../state/journal.ts';
import type { Engine, History } from './history.ts';

export interface Shipper {
  start(): void;
  /** There may be something new in the journal. */
  wake(): void;
  /** The history, while it can be reached; at the start it waits for the first try to open it. */
  reach(): Promise<History | undefined>;
  /** Why it cannot be reached, for people; undefined while it can. */
  trouble(): string | undefined;
  /** Rows of the journal that could be in the history and are not yet. */
  waiting(): number;
  /** Ships what it can, once, and closes. */
  stop(): Promise<void>;
}

/** On SQLite a batch is written on the hub's own thread, so it is kept short. */
const batchSize: Record<Engine, number> = { mysql: 1000, sqlite: 500 };
const firstDelayMs = 250;
const longestDelayMs = 30_000;

/**
 * Moves the journal to the history: in order, in batches, again after a failure with growing delays.
 * A batch that was taken twice is there once, by the rows' ids. What a clock in doubt has dated waits until
 * it is corrected: the history never takes a time back.
 *
 * @param open connects and migrates
 * @param onTrouble told whenever reachability changes
 * @param whenShipped asked whenever everything is, before anything else is
 */
export function createShipper(
  journal: Journal,
  open: () => Promise<History>,
  onTrouble: () => void,
  log: Log,
  whenShipped: (history: History) => Promise<void> = async () => undefined,
): Shipper {
  let history: History | undefined;
  let opening: Promise<History> | undefined;
  let trouble: string | undefined;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let delayMs = firstDelayMs;
  let isStopping = false;

  function setTrouble(next: string | undefined): void {
    if (next === trouble) return;
    const isChange = (next === undefined) !== (trouble === undefined);
    if (next)
      log.error('the history cannot be reached; events wait in the journal', { reason: next });
    else log.info('the history can be reached again');
    trouble = next;
    if (isChange) onTrouble();
  }

  async function reach(): Promise<History> {
    opening ??= open();
    try {
      history = await opening;
      return history;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  }

  async function shipAll(): Promise<History> {
    const history = await reach();
    for (;;) {
      const upTo = journal.shippable();
      const rows = journal
        .after(journal.shipped(), batchSize[history.engine])
        .filter(({ seq }) => seq <= upTo);
      const last = rows.at(-1);
      if (!last) return history;
      await history.append(rows);
      journal.markShipped(last.seq);
      setTrouble(undefined);
      // Lets edges and requests in between two batches.
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  async function run(): Promise<void> {
    try {
      const shipped = await shipAll();
      await whenShipped(shipped);
      setTrouble(undefined);
      delayMs = firstDelayMs;
    } catch (error) {
      setTrouble(explain(error));
      const jitter = 0.5 + Math.random() / 2;
      if (!isStopping) timer = setTimeout(wake, delayMs * jitter).unref();
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    }
  }

  function wake(): void {
    if (running || isStopping) return;
    clearTimeout(timer);
    timer = undefined;
    running = run().finally(() => {
      running = undefined;
      // What arrived after the last look.
      if (trouble === undefined && waiting() > 0) wake();
    });
  }

  function waiting(): number {
    return Math.max(0, journal.shippable() - journal.shipped());
  }

  return {
    start: wake,
    wake() {
      // A failure sets the pace; new events do not hammer a server that is down.
      if (timer === undefined) wake();
    },
    async reach() {
      if (trouble === undefined) await reach().catch(() => undefined);
      return trouble === undefined ? history : undefined;
    },
    trouble: () => trouble,
    waiting,
    async stop() {
      await running;
      isStopping = true;
      clearTimeout(timer);
      if (history && trouble === undefined && waiting() > 0) await shipAll().catch(() => undefined);
      await history?.close();
    },
  };
}

function explain(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  switch (errorCode(error)) {
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return `${errorText(error)}; check the user of history.url and history.password_file`;
    case 'PROTOCOL_SEQUENCE_TIMEOUT':
      return 'the database does not answer; check that its server and the network work';
    case 'ER_BAD_DB_ERROR':
      return `${errorText(error)}; create it, and grant the user all rights on it`;
    case 'ECONNREFUSED':
    case 'ETIMEDOUT':
    case 'ENOTFOUND':
    case 'EHOSTUNREACH':
      return `${errorText(error)}; check that the server runs and that history.url names it`;
    default:
      return errorText(error);
  }
}
