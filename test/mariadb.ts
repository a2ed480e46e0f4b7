import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Connection, createConnection } from 'mysql2/promise';
import { findFreePort } from './free-port.ts';

const run = promisify(execFile);
const startLimitMs = 30_000;
const isRoot = process.getuid?.() === 0;
const user = 'sec53';
const password = 'of-the-tests';

export interface Mariadb {
  /** `mysql://` address of the server, without a database. */
  readonly url: string;
  readonly port: number;
  readonly socket: string;
  /** Where its tables are. */
  readonly data: string;
  /** Makes an empty database (one a test file) and resolves to its `mysql://` address. */
  createDatabase(name: string): Promise<string>;
  /** An orderly end; the data stays. */
  stop(): Promise<void>;
  /** An end as by a power cut (SIGKILL); the data stays. */
  kill(): Promise<void>;
  /** Starts the ended server on the same port, socket and data. */
  start(): Promise<void>;
  /** Keeps the server from answering, with its connections open (SIGSTOP). */
  freeze(): void;
  thaw(): void;
  /** Ends the server and deletes its data. */
  remove(): Promise<void>;
}

/**
 * Starts a private MariaDB on a free port, as Debian packages it, with its data in a temporary folder.
 * It commits as durably as an installation would, and dies with the process that started it.
 *
 * @param diskSize mounts a disk of its own for its data, such as `256m`; only root may
 */
export async function startMariadb(diskSize?: string): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'sec53-mariadb-'));
  const port = await findFreePort();
  const socket = join(folder, 'socket');
  const log = join(folder, 'error.log');
  const init = join(folder, 'init.sql');
  const server = `mysql://${user}:${password}@127.0.0.1:${port}`;
  const data = join(folder, 'data');
  const settings = [
    '--no-defaults',
    `--datadir=${data}`,
    // Two at once would take each other for a server that left its temporary tables behind.
    `--tmpdir=${folder}`,
    '--innodb-log-file-size=8M',
    '--innodb-buffer-pool-size=64M',
  ];
  await writeFile(
    init,
    `CREATE USER IF NOT EXISTS '${user}'@'127.0.0.1' IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO '${user}'@'127.0.0.1';
`,
  );
  await chmod(folder, 0o755);
  if (diskSize) {
    await mkdir(data);
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', data]);
  }
  // MariaDB refuses to run as root; its package brings a user for it.
  if (isRoot) await run('chown', ['-R', 'mysql:mysql', folder]);
  await run('mariadb-install-db', [
    ...settings,
    ...(isRoot ? ['--user=mysql'] : []),
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ]);
  let child: ChildProcess | undefined;

  async function ping(): Promise<boolean> {
    let connection: Connection | undefined;
    try {
      connection = await createConnection(server);
      await connection.ping();
      return true;
    } catch {
      return false;
    } finally {
      await connection?.end();
    }
  }

  async function start(): Promise<void> {
    const owner = isRoot ? ['--reuid', 'mysql', '--regid', 'mysql', '--init-groups'] : [];
    // pdeathsig: a test process that is killed must not leave a server behind.
    const arguments_ = [
      ...[...owner, '--pdeathsig', 'KILL', 'mariadbd', ...settings],
      ...[`--socket=${socket}`, '--bind-address=127.0.0.1', `--port=${port}`, `--log-error=${log}`],
      ...[`--init-file=${init}`, '--skip-name-resolve', '--performance-schema=OFF'],
      ...['--innodb-flush-log-at-trx-commit=1', '--character-set-server=utf8mb4'],
      ...['--collation-server=utf8mb4_bin', '--default-time-zone=+00:00'],
    ];
    const path = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;
    const started = spawn('setpriv', arguments_, {
      stdio: 'ignore',
      env: { ...process.env, PATH: path },
    });
    child = started;
    await once(started, 'spawn');
    const limit = performance.now() + startLimitMs;
    while (!(await ping())) {
      const isOver = started.exitCode !== null || started.signalCode !== null;
      if (isOver || performance.now() > limit) {
        const said = await readFile(log, 'utf8').catch(() => '');
        throw new Error(`MariaDB did not start:\n${said.slice(-2000)}`);
      }
      await pause(20);
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  }

  async function remove(): Promise<void> {
    await end('SIGKILL');
    if (diskSize) await run('umount', ['--lazy', data]);
    await rm(folder, { recursive: true, force: true });
  }

  async function createDatabase(name: string): Promise<string> {
    const connection = await createConnection(server);
    await connection.query('CREATE DATABASE ??', [name]);
    await connection.end();
    return `${server}/${name}`;
  }

  try {
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: server,
    port,
    socket,
    data,
    createDatabase,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    remove,
  };
}
