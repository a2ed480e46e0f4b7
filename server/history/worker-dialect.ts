import { Worker } from 'node:worker_threads';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** The worker costs memory, so it lives only while somebody reads. */
const idleMs = 60_000;

/** Kysely's SQLite for reading only, in a worker thread: a long query blocks nothing. */
export function createWorkerDialect(path: string): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new WorkerDriver(path),
    createIntrospector: db => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

interface Answer {
  id: number;
  rows?: unknown[];
  error?: string;
}

interface Asked {
  resolve: (rows: unknown[]) => void;
  reject: (error: Error) => void;
}

class WorkerDriver implements Driver {
  readonly #path: string;
  readonly #asked = new Map<number, Asked>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return {
      executeQuery: async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => ({
        // Rows take the type that their query was built with.
        rows: (await this.#ask(sql, parameters)) as Row[],
      }),
      // biome-ignore lint/correctness/useYield: the port demands a generator; nothing streams here.
      async *streamQuery() {
        throw new Error('reads of the history do not stream');
      },
    };
  }

  #ask(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    this.#worker ??= this.#start();
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker?.postMessage({ id, sql, parameters });
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./sqlite-worker.mjs', import.meta.url), {
      workerData: { path: this.#path },
    });
    worker.unref();
    worker.on('message', ({ id, rows = [], error }: Answer) => {
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (error === undefined) asked?.resolve(rows);
      else asked?.reject(new Error(error));
      if (this.#asked.size === 0) this.#stopWhenIdle();
    });
    worker.on('error', error => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the reader of the history ended')));
    return worker;
  }

  #stopWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.destroy(), idleMs).unref();
  }

  #fail(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#asked.values()) reject(error);
    this.#asked.clear();
  }

  async destroy(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.removeAllListeners('exit');
    await worker?.terminate();
  }

  async beginTransaction(): Promise<void> {
    throw new Error('reads of the history have no transactions');
  }

  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
}
