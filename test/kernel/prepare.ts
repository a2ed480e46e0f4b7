import { buildKernel, isKernelBuilt, type Series } from './build-kernel.ts';
import { NotToBeHad } from './debian.ts';
import { areToolsFetched, fetchTools } from './fetch-tools.ts';
import { findTool } from './run.ts';

/** Why no kernel can be booted here; undefined when one can, as far as may be known without trying. */
function whyNoKernel(series: Series): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'this is no amd64 Linux';
  const isMade = isKernelBuilt(series) && areToolsFetched();
  const toMake = ['apt-get', 'apt-cache', 'dpkg', 'tar', 'xz', 'make', 'gcc'];
  const needed = ['qemu-system-x86_64', 'busybox', 'cpio', 'ldd', ...(isMade ? [] : toMake)];
  const missing = needed.filter(name => findTool(name) === undefined);
  return missing.length > 0 ? `no ${missing.join(', ')}` : undefined;
}

/** What a machine is made of, or why there is none. */
export interface Prepared {
  series: Series;
  kernel?: string;
  tools?: string;
  /** For the title: empty, or the reason in brackets. */
  note: string;
}

/** Downloads and compiles what is not there yet. */
export async function prepare(series: Series): Promise<Prepared> {
  const why = whyNoKernel(series);
  if (why !== undefined) return { series, note: ` (${why})` };
  try {
    return { series, note: '', kernel: await buildKernel(series), tools: await fetchTools() };
  } catch (error) {
    if (error instanceof NotToBeHad) return { series, note: ` (${error.message})` };
    throw error;
  }
}
