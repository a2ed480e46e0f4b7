import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Folders } from './authority-fixture.ts';

const path = (file: string) => new URL(`../../${file}`, import.meta.url).pathname;

export interface Killed {
  /** Null when it was killed before its end. */
  code: number | null;
  out: string;
  err: string;
}

/** Runs the built command and kills it at its change number `at` of the file system. */
export async function runKilledAt(at: number, folders: Folders, args: string[]): Promise<Killed> {
  const program = ['--import', path('test/fakes/kill-at.mjs'), path('dist/server/pki.js')];
  const child = spawn(process.execPath, [...program, '--data', folders.dataFolder, ...args], {
    env: { ...process.env, KILL_AT: String(at) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, out, err };
}
