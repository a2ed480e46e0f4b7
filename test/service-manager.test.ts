import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createServiceManager } from '../server/service-manager.ts';
import { anyPort, createPlace, runProgram } from './hub-process.ts';

/** Receives as systemd does, on a datagram socket, and writes each message on a line. */
const receiver = `import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(s.recv(4096).decode().strip().replace('\\n', ' '), flush=True)`;

function isInstalled(): boolean {
  try {
    execFileSync('systemd-notify', ['--version'], { stdio: 'ignore' });
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let folder: string;
let socket: string;
let child: ChildProcess;
let heard: string[];
let wake: () => void;

/** Resolves once the messages heard so far are as asked. */
async function hears(isEnough: () => boolean): Promise<void> {
  while (!isEnough()) {
    await new Promise<void>(resolve => {
      wake = resolve;
    });
  }
}

// Barriers are systemd-notify's own way of waiting until a message was read.
const said = () => heard.filter(message => message !== 'BARRIER=1');

// Without systemd there is nobody to tell.
describe.skipIf(!isInstalled())('what systemd is told', () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sec53-notify-'));
    socket = join(folder, 'notify');
    heard = [];
    wake = () => undefined;
    child = spawn('python3', ['-c', receiver, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('no output');
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    lines.on('line', line => {
      heard.push(line);
      wake();
    });
  });
  afterEach(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  function manage(more: Record<string, string> = {}) {
    const environment = { ...process.env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000', ...more };
    const errors: string[] = [];
    const note = (message: string) => void errors.push(message);
    const log = { info: note, warn: note, error: note };
    return { errors, manager: createServiceManager({ environment, pid: process.pid, log }) };
  }

  /** Tells of readiness, and resolves once the state was asked `times`. */
  function askedOften(
    manager: ReturnType<typeof createServiceManager>,
    times: number,
    answer: () => void,
  ): Promise<void> {
    return new Promise(resolve => {
      let asked = 0;
      manager.ready('https://hub', () => {
        asked += 1;
        if (asked === times) resolve();
        answer();
      });
    });
  }

  it('hears from the built hub that it is ready, lives, and stops', async () => {
    const place = await createPlace(anyPort);
    try {
      const environment = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '600000' };
      const hub = runProgram('main', [], place, environment);
      await hears(() => said().includes('WATCHDOG=1'));
      expect(said()[0]).toMatch(/^READY=1 STATUS=ready https:\/\/\S+:\d+$/);
      hub.process.kill('SIGTERM');
      expect(await hub.ended).toBe(0);
      await hears(() => said().includes('STOPPING=1'));
      expect(said().at(-1)).toBe('STOPPING=1');
    } finally {
      await place.remove();
    }
  });

  it('hears nothing of a watchdog while the state fails by a mistake', async () => {
    const { manager, errors } = manage();
    await askedOften(manager, 3, () => {
      throw new TypeError('The database connection is not open');
    });
    manager.stopping();
    await hears(() => said().includes('STOPPING=1'));
    expect(said()).toEqual(['READY=1 STATUS=ready https://hub', 'STOPPING=1']);
    expect(errors).not.toEqual([]);
  });

  it('is not made to end a hub that keeps what its full disk does not take', async () => {
    const { manager } = manage();
    await askedOften(manager, 1, () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    });
    await hears(() => said().includes('WATCHDOG=1'));
    manager.stopping();
  });

  it('hears of no watchdog that watches another process', async () => {
    const { manager } = manage({ WATCHDOG_PID: '1' });
    manager.ready('https://hub', () => {
      throw new Error('nobody asks');
    });
    manager.stopping();
    await hears(() => said().includes('STOPPING=1'));
    expect(said()).not.toContain('WATCHDOG=1');
  });
});
