import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { findTool, runTool } from './run.ts';

const root = join(import.meta.dirname, '../..');

/** Of node_modules, what the built hub loads from there, less what it was compiled from. */
const packages = [
  ...['onoff', 'epoll', 'lodash.debounce', 'better-sqlite3', 'bindings', 'file-uri-to-path'],
  ...['better-queue', 'better-queue-memory', 'node-eta', 'uuid'],
];
const unneeded = ['*/deps', '*/src', '*/obj.target', '*/.git', '*.map', '*/bench*', '*/test'];
/** The time is counted in instructions, a nanosecond each: a busy host slows it, and changes nothing in it. */
const countedTime = ['-accel', 'tcg', '-icount', 'shift=0,sleep=off'];
/** Counted time is the same each time, and no source of chance: the processor has to be one. */
const chance = ['-cpu', 'qemu64,+rdrand'];
const bootWords = ['console=ttyS0', 'quiet', 'panic=-1', 'mitigations=off', 'random.trust_cpu=on'];
const memoryMb = 1024;

export interface Boot {
  /** Folders that `prepare.ts` made. */
  kernel: string;
  tools: string;
  /** A hub's `pki` folder: making keys would take minutes in there. */
  authority: string;
  /** For the host: when nothing may come of it any more. */
  limitMs: number;
}

/** What the guest's program says, a line of JSON each. */
export type Said = ReturnType<typeof JSON.parse>;

/**
 * Boots a kernel, runs the program of `guest/` in it, and turns it off.
 *
 * @throws Error with the end of what it printed, when the program did not come to its end
 */
export async function runMachine({ kernel, tools, authority, limitMs }: Boot): Promise<Said[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sec53-machine-'));
  try {
    await furnish(join(folder, 'root'), { kernel, tools, authority });
    await pack(join(folder, 'root'), join(folder, 'initrd'));
    const said = join(folder, 'said');
    // The kernel hands what it does not know to its first process.
    const asked = process.env.KERNEL_FIGURES ? ['KERNEL_FIGURES=1'] : [];
    const machine = spawn(
      findTool('qemu-system-x86_64') ?? '',
      [
        ...countedTime,
        ...chance,
        ...['-m', String(memoryMb), '-display', 'none', '-nodefaults', '-no-reboot'],
        ...['-serial', 'stdio', '-serial', `file:${said}`],
        ...['-kernel', join(kernel, 'vmlinuz'), '-initrd', join(folder, 'initrd')],
        ...['-append', [...bootWords, ...asked].join(' ')],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs, killSignal: 'SIGKILL' },
    );
    let printed = '';
    for (const stream of [machine.stdout, machine.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    }
    await once(machine, 'close');
    const lines = (await readFile(said, 'utf8')).trim().split('\n');
    if (lines.at(-1) !== '"end"')
      throw new Error(`the machine stopped early:\n${printed.slice(-4000)}`);
    if (process.env.KERNEL_OUTPUT) console.log(printed);
    return lines.slice(0, -1).map(line => JSON.parse(line));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is only linked here is packed as what it leads to. */
async function furnish(
  to: string,
  { kernel, tools, authority }: Omit<Boot, 'limitMs'>,
): Promise<void> {
  for (const name of [
    'bin',
    'dev',
    'proc',
    'sys',
    'tmp',
    'root',
    'usr/bin',
    'hub/dist',
    'hub/program',
    'hub/node_modules',
  ]) {
    await mkdir(join(to, name), { recursive: true });
  }
  await cp(join(import.meta.dirname, 'guest/init'), join(to, 'init'));
  await chmod(join(to, 'init'), 0o755);
  await addProgram(to, findTool('busybox') ?? '', 'bin/busybox');
  await addProgram(to, process.execPath, 'usr/bin/node');
  await addProgram(to, findTool('setpriv') ?? '', 'usr/bin/setpriv');
  await symlink(join(kernel, 'modules'), join(to, 'modules'));
  await symlink(tools, join(to, 'tools'));
  await symlink(authority, join(to, 'hub/pki'));
  await symlink(join(root, 'package.json'), join(to, 'hub/package.json'));
  for (const name of ['server', 'client']) {
    await symlink(join(root, 'dist', name), join(to, 'hub/dist', name));
  }
  for (const name of packages) {
    await symlink(join(root, 'node_modules', name), join(to, 'hub/node_modules', name));
  }
  await build({
    entryPoints: [join(import.meta.dirname, 'guest/main.ts')],
    outfile: join(to, 'hub/program/main.mjs'),
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    external: packages,
  });
}

/** A program with the libraries that it is linked to. */
async function addProgram(to: string, program: string, name: string): Promise<void> {
  await symlink(program, join(to, name));
  // It says so, and fails, for one that needs none.
  const needed = await runTool('ldd', [program]).catch(() => '');
  for (const [library] of needed.matchAll(/\/\S+/g)) {
    const place = join(to, library);
    if (existsSync(place)) continue;
    await mkdir(dirname(place), { recursive: true });
    await symlink(library, place);
  }
}

async function pack(folder: string, archive: string): Promise<void> {
  const leftOut = unneeded.flatMap(pattern => ['-path', `./hub/${pattern}`, '-prune', '-o']);
  const find = spawn('find', ['-L', '.', ...leftOut, '-print0'], { cwd: folder });
  const cpio = spawn('cpio', ['--null', '-L', '-o', '-H', 'newc', '--quiet', '-R', '0:0'], {
    cwd: folder,
  });
  find.stdout.pipe(cpio.stdin);
  cpio.stdout.pipe(createWriteStream(archive));
  let complaints = '';
  cpio.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const [code] = await once(cpio, 'close');
  if (code !== 0) throw new Error(`cpio ended with ${code}: ${complaints} (${basename(archive)})`);
}
