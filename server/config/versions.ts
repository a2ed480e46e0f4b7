import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../errors.ts';
import { makeFolder } from '../state/make-folder.ts';
import { prepareReplacement } from './replace-file.ts';

/** A configuration file as it once was. */
export interface Version {
  /** When it was put away, ISO 8601. */
  id: string;
  /** When it was written, and by whom. */
  at: string;
  by: string;
}

export interface Versions {
  /** Newest first. */
  list(): Version[];
  /** Its bytes; undefined when there is no such one. */
  read(id: string): Buffer | undefined;
  /**
   * Puts `content` away, before what has the hash `next.hash` takes its place.
   *
   * @param writtenAt of the file, epoch milliseconds
   */
  keep(content: Buffer, writtenAt: number, next: { hash: string; by: string; at: number }): void;
}

/** Beside each version: of whom it is, and what came after it. */
interface Note extends Omit<Version, 'id'> {
  next: { hash: string; by: string; at: string };
}

const kept = 50;
const idForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const nobody = 'by hand';
const toIso = (at: number) => new Date(at).toISOString();

/** SHA-256, hexadecimal. */
export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** @param folder is made when there is something to keep, for its owner alone */
export function createVersions(folder: string): Versions {
  /** Oldest first. */
  function ids(): string[] {
    try {
      const names = readdirSync(folder).filter(name => name.endsWith('.yaml'));
      return names
        .map(name => name.slice(0, -'.yaml'.length))
        .filter(id => idForm.test(id))
        .sort();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  function read(id: string): Buffer | undefined {
    return idForm.test(id) && ids().includes(id)
      ? readFileSync(join(folder, `${id}.yaml`))
      : undefined;
  }

  function noteOf(id: string): Note | undefined {
    try {
      // Written by this program, as a note.
      return JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8'));
    } catch {
      return undefined;
    }
  }

  return {
    read,
    list: () =>
      ids()
        .reverse()
        .map(id => {
          const { at = id, by = nobody } = noteOf(id) ?? {};
          return { id, at, by };
        }),
    keep(content, writtenAt, next) {
      makeFolder(folder);
      const known = ids();
      const last = known.at(-1);
      const before = last === undefined ? undefined : noteOf(last)?.next;
      // What the hub did not write somebody else did.
      const isOurs = before?.hash === hashOf(content);
      const { by, at } = isOurs ? before : { by: nobody, at: toIso(writtenAt) };
      // Names are in order also when the clock went back.
      const id = toIso(Math.max(next.at, last === undefined ? 0 : Date.parse(last) + 1));
      const note: Note = { at, by, next: { hash: next.hash, by: next.by, at: toIso(next.at) } };
      // The text last: a note without one is nothing, a text without one has lost its author.
      prepareReplacement(join(folder, `${id}.json`), Buffer.from(JSON.stringify(note))).commit();
      prepareReplacement(join(folder, `${id}.yaml`), content).commit();
      for (const old of [...known, id].slice(0, -kept)) {
        rmSync(join(folder, `${old}.yaml`), { force: true });
        rmSync(join(folder, `${old}.json`), { force: true });
      }
    },
  };
}
