import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, '../../scripts/supervisor.mjs')).href;
let folder: string;
let running: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-supervisor-'));
  running = [];
});

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Supervises a hub with this body, in a process of its own; `line` waits for output, `ended` for the end. */
function superviseHub(body: string, options = {}) {
  const hub = join(folder, 'hub.mjs');
  // The nth run of a fake hub knows its number by the lines in a file.
  const counter = JSON.stringify(join(folder, 'runs'));
  writeFileSync(
    hub,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync(${counter}, 'x');
     const run = readFileSync(${counter}, 'utf8').length;
     ${body}`,
  );
  const program = `import { supervise } from '${module}';
    process.exit(await supervise(${JSON.stringify([hub, 'one', 'two'])}, ${JSON.stringify({ firstPauseMs: 1, ...options })}));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', line => {
      lines.push(line);
      for (const check of waiting) check();
    });
  }
  const line = (wanted: RegExp) =>
    new Promise<string>(resolve => {
      const check = () => {
        const found = lines.find(each => wanted.test(each));
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, lines, line, ended };
}

const stayAlive = 'setInterval(() => {}, 1000);';

describe('the end of the hub', () => {
  test.each([0, 64, 78])('code %i is final and becomes the code of the supervisor', async code => {
    const { ended, lines } = superviseHub(`console.log('run', run); process.exit(${code});`);
    expect(await ended).toBe(code);
    expect(lines).toEqual(['run 1']);
  });

  test('code 75 starts it again without a word, with the same arguments', async () => {
    const { ended, lines } = superviseHub(
      'console.log(run, ...process.argv.slice(2)); process.exit(run < 3 ? 75 : 0);',
      { firstPauseMs: 60_000 },
    );
    expect(await ended).toBe(0);
    expect(lines).toEqual(['1 one two', '2 one two', '3 one two']);
  });

  test('a crash is told in a line and starts it again, after a pause that doubles up to a limit', async () => {
    const { ended, lines } = superviseHub('process.exit(run < 5 ? 1 : 0);', { longestPauseMs: 4 });
    expect(await ended).toBe(0);
    expect(lines).toEqual(
      [0.001, 0.002, 0.004, 0.004].map(
        seconds => `sec53: the hub ended with code 1; starting it again in ${seconds} s`,
      ),
    );
  });

  test('a death by signal is a crash', async () => {
    const { ended, lines } = superviseHub(
      `if (run === 1) process.kill(process.pid, 'SIGKILL'); else process.exit(0); ${stayAlive}`,
    );
    expect(await ended).toBe(0);
    expect(lines).toEqual(['sec53: the hub ended with SIGKILL; starting it again in 0.001 s']);
  });

  test('a healthy run takes the pause back to its first length', async () => {
    const { ended, lines } = superviseHub('process.exit(run < 4 ? 1 : 0);', { healthyMs: 0 });
    expect(await ended).toBe(0);
    expect(lines.map(line => line.split(' in ')[1])).toEqual(['0.001 s', '0.001 s', '0.001 s']);
  });
});

describe('what is run after a crash', () => {
  const afterCrash = ['--input-type=module', '-e', "console.log('at rest')"];

  test('is waited for before the hub starts again', async () => {
    const { ended, lines } = superviseHub('console.log(run); process.exit(run < 2 ? 1 : 0);', {
      afterCrash,
    });
    expect(await ended).toBe(0);
    expect(lines.filter(line => !line.startsWith('sec53'))).toEqual(['1', 'at rest', '2']);
  });

  test.each([0, 64, 78])('is not run after code %i', async code => {
    const { ended, lines } = superviseHub(`process.exit(${code});`, { afterCrash });
    expect(await ended).toBe(code);
    expect(lines).toEqual([]);
  });

  test('is run after a hub that had to be killed', async () => {
    const { child, line, lines, ended } = superviseHub(
      `process.on('SIGTERM', () => {}); console.log('ready'); ${stayAlive}`,
      { killAfterMs: 50, afterCrash },
    );
    await line(/ready/);
    child.kill('SIGTERM');
    expect(await ended).toBe(137);
    expect(lines).toEqual(['ready', 'at rest']);
  });
});

describe('a signal to the supervisor', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s reaches the hub once, whose code stands',
    async name => {
      const { child, line, lines, ended } = superviseHub(
        `process.on('${name}', () => { console.log('asked'); setTimeout(() => process.exit(5), 100); });
       console.log('ready'); ${stayAlive}`,
      );
      await line(/ready/);
      child.kill(name);
      await line(/asked/);
      child.kill(name);
      expect(await ended).toBe(5);
      expect(lines).toEqual(['ready', 'asked']);
    },
  );

  test('a hub that does not end is killed', async () => {
    const { child, line, ended } = superviseHub(
      `process.on('SIGTERM', () => {}); console.log('pid', process.pid); ${stayAlive}`,
      { killAfterMs: 50 },
    );
    const pid = Number((await line(/pid/)).split(' ')[1]);
    child.kill('SIGTERM');
    expect(await ended).toBe(137);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('ends it at once while it waits to start the hub again', async () => {
    const { child, line, ended } = superviseHub('process.exit(1);', { firstPauseMs: 60_000 });
    await line(/starting it again/);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

test('a killed supervisor is noticed by the hub, which shares its process group', async () => {
  const { child, line, ended } = superviseHub(
    `process.on('disconnect', () => { console.log('left alone'); process.exit(0); });
     console.log('ready'); ${stayAlive}`,
  );
  await line(/ready/);
  child.kill('SIGKILL');
  await line(/left alone/);
  await ended;
});
