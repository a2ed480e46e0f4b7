import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that a program did to its files; what each field holds is in fakes/recording-disk.c. */
export interface DiskStep {
  what: string;
  /** Nanoseconds on the machine's steady clock, as `process.hrtime.bigint()` has it. */
  at: bigint;
  inode: number;
  offset: number;
  bytes: Buffer;
}

/** Why no disk can be recorded here, or undefined when it can. */
export function findObstacle(): string | undefined {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch))
    return 'only 64-bit Linux can be recorded';
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no C compiler';
  }
}

/**
 * Compiles the recorder.
 *
 * @returns what the environment of a program must hold so that it is recorded, the tape's file, and a
 *   file that refuses the program all writing while it is there
 */
export function prepareTape(folder: string, root: string) {
  const library = join(folder, 'recording-disk.so');
  const source = join(import.meta.dirname, 'fakes/recording-disk.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source]);
  const tape = join(folder, 'tape');
  const readOnly = join(folder, 'read-only');
  const environment = {
    ...{ LD_PRELOAD: library, DISK_ROOT: root },
    ...{ DISK_TAPE: tape, DISK_READONLY: readOnly },
  };
  return { tape, readOnly, environment };
}

/** All steps in their order; one that the end of its program cut short is left out. */
export function readTape(tape: string): DiskStep[] {
  const content = readFileSync(tape);
  const steps: DiskStep[] = [];
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf('\n', start);
    const [what = '', at = '0', inode, offset, length] = content
      .toString('latin1', start, end)
      .split(' ');
    const bytes = content.subarray(end + 1, end + 1 + Number(length));
    if (bytes.length < Number(length)) break;
    steps.push({ what, at: BigInt(at), inode: Number(inode), offset: Number(offset), bytes });
    start = end + 1 + bytes.length;
  }
  return steps;
}
