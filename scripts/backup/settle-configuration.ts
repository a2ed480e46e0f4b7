import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { prepareReplacement } from '../../server/config/replace-file.ts';
import { errorCode } from '../../server/errors.ts';
import { makeFolder } from '../../server/state/make-folder.ts';
import type { Manifest } from './manifest.ts';

export interface Settled {
  /** What is to be known of it, a sentence each; grows when it is committed. */
  notes: string[];
}

interface Prepared extends Settled {
  /** The configuration that will count, where it can be read already. */
  file: string;
  /** Puts its files in their places, what was there beside them. */
  commit(): void;
}

/**
 * Gets the backup's configuration and what it names ready. The password of the history stays the one that this
 * machine has, if it has one: it belongs to the database server here.
 *
 * @param scratch where the backup is unpacked
 * @param isKept leaves this machine's own configuration as it is
 */
export function settleConfiguration(
  scratch: string,
  manifest: Manifest,
  { configFile, dataFolder, isKept }: { configFile: string; dataFolder: string; isKept: boolean },
): Prepared {
  const notes: string[] = [];
  const from = join(scratch, 'config');
  const names = existsSync(from) ? filesIn(from) : [];
  const main = names.find(name => /\.ya?ml$/.test(name) && !name.includes('/'));
  if (isKept || main === undefined) return { notes, file: configFile, commit() {} };
  const folder = dirname(configFile);
  const placeOf = (name: string) => (name === main ? configFile : join(folder, name));
  for (const [part, path] of Object.entries(manifest.elsewhere)) {
    writeMissing(path, readFileSync(join(scratch, part)), notes);
  }
  const password: unknown = parse(readFileSync(join(from, main), 'utf8'))?.history?.password_file;
  if (typeof password === 'string' && names.includes(password) && existsSync(placeOf(password))) {
    cpSync(placeOf(password), join(from, password));
  }
  return {
    notes,
    file: join(from, main),
    commit() {
      for (const name of names)
        put(placeOf(name), readFileSync(join(from, name)), dataFolder, notes);
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function writeMissing(path: string, content: Buffer, notes: string[]): void {
  if (existsSync(path)) return;
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    notes.push(`${path} was written`);
  } catch (error) {
    notes.push(`${path} could not be written (${errorCode(error)}): put it there by hand`);
  }
}

function put(path: string, content: Buffer, dataFolder: string, notes: string[]): void {
  const known = existsSync(path) ? readFileSync(path) : undefined;
  if (known?.equals(content)) return;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (known) {
      prepareReplacement(`${path}.before-restore`, known).commit();
      notes.push(`what ${path} was is in ${path}.before-restore`);
    }
    prepareReplacement(path, content).commit();
  } catch (error) {
    const aside = join(dataFolder, 'restored-config');
    makeFolder(aside);
    writeFileSync(join(aside, basename(path)), content, { mode: 0o600 });
    notes.push(
      `${path} could not be written (${errorCode(error)}): put ${aside}/${basename(path)} there by hand`,
    );
  }
}
