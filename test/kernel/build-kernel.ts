import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isKept, keep } from './cache.ts';
import { NotToBeHad, openSuite } from './debian.ts';
import { findTool, runTool } from './run.ts';

export type Series = '6.12' | '6.1';

/** Both are kernels of one release, so that one compiler fits both. */
const kernels: Record<Series, { image: string; source: string }> = {
  '6.12': { image: 'linux-image-6.12-amd64', source: 'linux-source-6.12' },
  '6.1': { image: 'linux-image-amd64', source: 'linux-source-6.1' },
};
const kernelRelease = 'bookworm';

/** Modules that the kernel's package has, in the order in which they are needed. */
const stock = ['configfs', 'wire', 'w1_therm'];
/** Sources of the kernel that its package leaves out. */
const leftOut = ['drivers/gpio/gpio-sim.c', 'kernel/irq/irq_sim.c'];
const headersLeftOut = ['drivers/gpio/gpiolib.h', 'drivers/gpio/dev-sync-probe.[ch]'];

const madeBy = [
  ...['build-kernel.ts', 'debian.ts'],
  ...['Kbuild', 'irq-sim-license.c', 'w1-sim.c'].map(file => `modules/${file}`),
];

const nameOf = (series: Series) => `linux-${series}`;

export function isKernelBuilt(series: Series): boolean {
  return isKept(nameOf(series), madeBy);
}

/** What the virtual machine boots: `vmlinuz`, `modules/*.ko`. */
export function buildKernel(series: Series): Promise<string> {
  return keep(nameOf(series), madeBy, async (folder, scratch) => {
    const { image, source } = kernels[series];
    const suite = await openSuite(kernelRelease, scratch);
    const isImage = /^linux-image-(\d.*-amd64)$/;
    const version = (await suite.needsOf(image)).map(name => isImage.exec(name)?.[1]).find(Boolean);
    if (version === undefined) throw new NotToBeHad(`${image} names no kernel`);
    const headers = `linux-headers-${version}`;
    const helpers = (await suite.needsOf(headers)).filter(name => /-(common|kbuild)/.test(name));
    const root = join(scratch, 'root');
    const names = [`linux-image-${version}`, headers, ...helpers, source];
    await suite.unpack(names, root);
    await cp(join(root, `boot/vmlinuz-${version}`), join(folder, 'vmlinuz'));
    await mkdir(join(folder, 'modules'));
    await copyStock(join(root, 'lib/modules', version), join(folder, 'modules'));
    await unpackSources(join(root, 'usr/src', `${source}.tar.xz`), join(scratch, 'source'));
    await buildModules(root, version, scratch);
    for (const file of await readdir(join(scratch, 'build'))) {
      if (file.endsWith('.ko')) {
        await cp(join(scratch, 'build', file), join(folder, 'modules', file));
      }
    }
  });
}

async function copyStock(from: string, to: string): Promise<void> {
  const files = await readdir(from, { recursive: true });
  for (const module of stock) {
    const file = files.find(name => [`${module}.ko`, `${module}.ko.xz`].includes(basename(name)));
    // What is missing is part of this kernel itself.
    if (file === undefined) continue;
    await cp(join(from, file), join(to, basename(file)));
    if (file.endsWith('.xz')) await runTool('xz', ['-d', join(to, basename(file))]);
  }
}

async function unpackSources(archive: string, to: string): Promise<void> {
  await mkdir(to);
  const wanted = [...leftOut, ...headersLeftOut].map(file => `*/${file}`);
  const args = ['-xJf', archive, '-C', to, '--strip-components=1', '--wildcards', ...wanted];
  // An older kernel has not all of them, which tar tells by its exit code.
  await runTool('tar', args).catch((error: unknown) => {
    if (!leftOut.every(file => existsSync(join(to, file)))) throw error;
  });
}

async function buildModules(root: string, version: string, scratch: string): Promise<void> {
  const headers = join(root, 'usr/src', `linux-headers-${version}`);
  const common = join(root, 'usr/src', `linux-headers-${version.replace(/-amd64$/, '-common')}`);
  // The package names the folder that it would be installed in.
  await writeFile(join(headers, 'Makefile'), `include ${common}/Makefile\n`);
  // Types for the kernel's tracing, which only another tool could make.
  await rm(join(headers, 'vmlinux'), { force: true });
  const build = join(scratch, 'build');
  await cp(join(import.meta.dirname, 'modules'), build, { recursive: true });
  for (const folder of ['drivers/gpio', 'kernel/irq']) {
    await cp(join(scratch, 'source', folder), build, { recursive: true });
  }
  // Modules may not call this one; the same is found by what they may call.
  const simulated = await readFile(join(build, 'irq_sim.c'), 'utf8');
  await writeFile(
    join(build, 'irq_sim.c'),
    simulated
      .replaceAll('irq_to_desc(irqnum)', 'irq_data_to_desc(irq_get_irq_data(irqnum))')
      .replace('#include <linux/irq.h>', '$&\n#include <linux/irqdesc.h>'),
  );
  const compiler = ['gcc-12', 'gcc'].find(findTool) ?? 'gcc';
  await runTool('make', ['-j2', '-C', headers, `M=${build}`, `CC=${compiler}`, 'modules']);
}
