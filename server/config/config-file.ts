import { accessSync, closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { errorCode, errorText, HttpProblem } from '../errors.ts';
import { prepareReplacement, type Replacement, targetOf } from './replace-file.ts';
import { hashOf, type Version, type Versions } from './versions.ts';

/** The configuration file as it is on disk. */
export interface FileNow {
  /** Empty when there is no file. */
  content: Buffer;
  text: string;
  /** SHA-256 of the content. */
  version: string;
  /** Epoch milliseconds; null when there is no file. */
  writtenAt: number | null;
}

export interface ConfigFileStore {
  readonly name: string;
  readonly folder: string;
  /** @throws HttpProblem `not_possible` when there is a file that cannot be read */
  read(): FileNow;
  /** @throws HttpProblem `changed` when the file is another one than `seen` */
  requireSeen(seen: string): void;
  /** Why it cannot be written, with the path. */
  trouble(): string | undefined;
  versions(): Version[];
  /** @throws HttpProblem `not_found` */
  readVersion(id: string): Buffer;
  /**
   * Gets everything ready for another content, and puts away the one that it replaces.
   *
   * @param seen the version that the writer has seen
   * @throws HttpProblem `changed` when the file is another one by now, `not_possible` when the disk refuses
   */
  prepare(content: Buffer, seen: string, by: string): Replacement;
}

/** @param path where the file is, or is to be */
export function createConfigFile(
  path: string,
  versions: Versions,
  now: () => number,
): ConfigFileStore {
  function read(): FileNow {
    const { content, writtenAt } = readWhole(path);
    return { content, text: content.toString('utf8'), version: hashOf(content), writtenAt };
  }

  function requireSeen(seen: string): FileNow {
    const file = read();
    if (file.version !== seen) throw changed(basename(path));
    return file;
  }

  return {
    name: basename(path),
    folder: dirname(path),
    read,
    requireSeen,
    trouble() {
      const target = targetOf(path);
      return (
        whyRefused(dirname(target), constants.W_OK | constants.X_OK) ??
        whyRefused(target, constants.W_OK)
      );
    },
    versions: versions.list,
    readVersion(id) {
      const content = versions.read(id);
      if (!content) throw new HttpProblem('not_found', { detail: 'there is no such version' });
      return content;
    },
    prepare(content, seen, by) {
      const file = requireSeen(seen);
      const refused = (error: unknown) => {
        const detail = `${path} cannot be written: ${errorText(error)}`;
        return new HttpProblem('not_possible', { detail });
      };
      try {
        const at = now();
        versions.keep(file.content, file.writtenAt ?? at, { hash: hashOf(content), by, at });
        const next = prepareReplacement(path, content);
        return {
          ...next,
          commit() {
            // Somebody may be writing it in an editor this moment.
            requireSeen(seen);
            try {
              next.commit();
            } catch (error) {
              throw refused(error);
            }
          },
        };
      } catch (error) {
        throw refused(error);
      }
    },
  };
}

function changed(name: string): HttpProblem {
  const detail = `${name} was changed since it was read: look at it again first`;
  return new HttpProblem('changed', { detail });
}

/** One look at one file: its content and its time belong together. */
function readWhole(path: string): { content: Buffer; writtenAt: number | null } {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { content: Buffer.alloc(0), writtenAt: null };
    const detail = `${path} cannot be read: ${errorText(error)}`;
    throw new HttpProblem('not_possible', { detail });
  }
  try {
    return { content: readFileSync(file), writtenAt: Math.floor(fstatSync(file).mtimeMs) };
  } finally {
    closeSync(file);
  }
}

function whyRefused(path: string, mode: number): string | undefined {
  try {
    accessSync(path, mode);
    return undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && mode === constants.W_OK) return undefined;
    return `${path} cannot be written (${errorCode(error)}): let the hub write it, or change it by hand`;
  }
}
