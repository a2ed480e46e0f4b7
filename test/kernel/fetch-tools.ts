import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isKept, keep } from './cache.ts';
import { openSuite } from './debian.ts';

const tools = [
  { version: '1.6', release: 'bookworm', library: 'libgpiod2' },
  { version: '2.2', release: 'trixie', library: 'libgpiod3' },
] as const;
const madeBy = ['fetch-tools.ts', 'debian.ts'];

export function areToolsFetched(): boolean {
  return isKept('gpiod', madeBy);
}

/** The command lines of libgpiod in both their kinds, each with the libraries it was made for. */
export function fetchTools(): Promise<string> {
  return keep('gpiod', madeBy, async (folder, scratch) => {
    for (const { version, release, library } of tools) {
      const suite = await openSuite(release, join(scratch, release));
      const root = join(scratch, `root-${version}`);
      await suite.unpack(['gpiod', library, 'libc6'], root);
      await placeTools(root, join(folder, version), `/tools/${version}`);
    }
  });
}

async function placeTools(root: string, folder: string, inGuest: string): Promise<void> {
  await mkdir(join(folder, 'real'), { recursive: true });
  for (const file of await readdir(root, { recursive: true })) {
    if (/(^|\/)lib[^/]*\/.*(libc|libgpiod|ld-linux-x86-64)\.so\.\d$/.test(file)) {
      await cp(join(root, file), join(folder, 'real', basename(file)), { dereference: true });
    }
  }
  for (const name of await readdir(join(root, 'usr/bin'))) {
    if (!name.startsWith('gpio')) continue;
    await cp(join(root, 'usr/bin', name), join(folder, 'real', name));
    const start = `exec ${inGuest}/real/ld-linux-x86-64.so.2 --library-path ${inGuest}/real`;
    const script = `#!/bin/sh\n${start} ${inGuest}/real/${name} "$@"\n`;
    await writeFile(join(folder, name), script, { mode: 0o755 });
  }
}
