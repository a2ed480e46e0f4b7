import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../free-port.ts';
import type { Credential } from '../request.ts';
import { createScreen, type Screen } from './screen.ts';
import { until } from './until.ts';
import { answers, connectWebDriver } from './web-driver.ts';

const startLimitMs = 20_000;
const app = fileURLToPath(new URL('webkit-window.py', import.meta.url));
const trust = '/etc/ssl/certs';

/**
 * The machine as processes see it that all end with this one. WebKitGTK trusts what GnuTLS does, which
 * is one file that no variable moves; so the hub's authority, and it alone, stands in its place. What
 * Xvfb leaves in /tmp goes with it.
 */
function room(home: string, root: string): string[] {
  const folder = dirname(app);
  return [
    ...['bwrap', '--die-with-parent', '--unshare-pid', '--dev-bind', '/', '/', '--proc', '/proc'],
    ...['--tmpfs', '/tmp', '--bind', home, home, '--ro-bind', folder, folder],
    ...['--tmpfs', trust, '--ro-bind', root, join(trust, 'ca-certificates.crt')],
  ];
}

const importing =
  'import gi; gi.require_version("WebKit2", "4.1"); from gi.repository import WebKit2';

/** Why there is no WebKit to test with; undefined when there is one. */
export function whyNoWebkit(): string | undefined {
  const tried: [string, string[]][] = [
    ['no WebKitWebDriver', ['WebKitWebDriver', '--help']],
    ['no Xvfb', ['sh', '-c', 'command -v Xvfb']],
    ['no WebKit2 4.1 for Python', ['/usr/bin/python3', '-c', importing]],
    ['bwrap cannot give it certificates of its own', [...room(tmpdir(), '/dev/null'), 'true']],
  ];
  for (const [reason, [command = '', ...args]] of tried) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      return reason;
    }
  }
  return undefined;
}

// Xvfb picks its display and names it.
const running = `mkfifo "$1/display"
Xvfb -displayfd 3 -screen 0 800x900x24 -nolisten tcp 3>"$1/display" 2>"$1/xvfb.log" &
read -r number <"$1/display"
DISPLAY=:$number exec WebKitWebDriver --port="$2"`;

export interface Webkit extends Screen {
  /** What the pages complained of: errors and broken rules of their policy. */
  complaints(): string[];
  close(): Promise<void>;
}

/** WebKit of an iPhone's size that trusts the hub's authority, and may hold a device's certificate. */
export async function openWebkit({ ca, cert, key }: Credential): Promise<Webkit> {
  const home = mkdtempSync(join(tmpdir(), 'sec53-webkit-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(home, name), text, { mode: 0o600 });
    return join(home, name);
  };
  const identity = cert && key ? [write('cert.pem', cert), write('key.pem', key)] : [];
  const log = write('complaints', '');
  const port = await findFreePort();
  const [command = '', ...args] = room(home, write('root.pem', ca));
  const driver = spawn(command, [...args, 'sh', '-c', running, 'sh', home, `${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home },
      ...{ LANG: 'C.UTF-8', TZ: 'UTC', GDK_BACKEND: 'x11', GTK_A11Y: 'none', NO_AT_BRIDGE: '1' },
    },
  });
  let output = '';
  for (const stream of [driver.stdout, driver.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(driver, 'close');
  const close = async () => {
    driver.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = `http://127.0.0.1:${port}`;
    await until(
      startLimitMs,
      async () => {
        if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended:\n${output}`);
        return answers(address);
      },
      () => `WebKitWebDriver does not answer:\n${output}`,
    );
    const wire = await connectWebDriver(address, {
      'webkitgtk:browserOptions': { binary: app, args: ['390', '844', log, ...identity] },
    });
    return {
      ...createScreen(wire),
      complaints: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
