import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DiskFile } from './disk-file.ts';
import type { DiskStep } from './disk-tape.ts';
import type { Luck } from './luck.ts';

class Folder {
  /** As programs see it. */
  readonly now = new Map<string, Node>();
}
type Node = DiskFile | Folder;

/** Names given and taken by one call: all of it survives, or none. */
interface Move {
  names: { folder: Folder; name: string; node: Node | undefined }[];
  isSynced: boolean;
}

/**
 * A disk as a recorded program leaves it. It promises no more than POSIX does: a file's content is
 * safe once the file was synced, its name once its folder was; a rename happens whole or not at all.
 */
export class RecordedDisk {
  readonly #root = new Folder();
  readonly #path: string;
  readonly #inodes = new Map<number, Node>();
  #moves: Move[] = [];

  constructor(root: { path: string; inode: number }) {
    this.#path = root.path;
    this.#inodes.set(root.inode, this.#root);
  }

  take({ what, inode, offset, bytes }: DiskStep): void {
    const node = this.#inodes.get(inode);
    switch (what) {
      case 'create':
      case 'mkdir': {
        const made = what === 'mkdir' ? new Folder() : new DiskFile();
        // Numbers of deleted files are given anew.
        this.#inodes.set(inode, made);
        this.#move([{ path: String(bytes), node: made }]);
        return;
      }
      case 'remove':
        this.#move([{ path: String(bytes), node: undefined }]);
        return;
      case 'rename': {
        const [from = '', to = ''] = String(bytes).split('\0');
        const { folder, name } = this.#find(from);
        this.#move([
          { path: from, node: undefined },
          { path: to, node: folder.now.get(name) },
        ]);
        return;
      }
      case 'write':
        if (node instanceof DiskFile) node.change({ offset, bytes });
        return;
      case 'resize':
        if (node instanceof DiskFile) node.change({ length: offset });
        return;
      case 'sync':
        if (node instanceof DiskFile) node.sync();
        else if (node) this.#syncFolder(node);
        return;
      default:
        throw new Error(`an unknown step ${what}`);
    }
  }

  /** Writes to `target` what the programs saw. */
  writeWhole(target: string): void {
    writeFolder(
      target,
      folder => folder.now,
      this.#root,
      file => file.whole(),
    );
  }

  /** Writes to `target` what may be left after a power cut now. */
  writeRemains(target: string, luck: Luck): void {
    const names = new Map<Folder, Map<string, Node>>();
    for (const move of this.#survivors(luck)) {
      for (const { folder, name, node } of move.names) {
        const known = names.get(folder) ?? new Map<string, Node>();
        names.set(folder, known);
        if (node) known.set(name, node);
        else known.delete(name);
      }
    }
    const left = (folder: Folder) => names.get(folder) ?? new Map<string, Node>();
    writeFolder(target, left, this.#root, file => file.remains(luck));
  }

  /** None, all, or the first of those that were not synced, as a journal keeps them; or any. */
  #survivors(luck: Luck): Move[] {
    const mood = luck(4);
    const open = this.#moves.filter(move => !move.isSynced);
    const kept = mood === 0 ? 0 : mood === 1 ? open.length : luck(open.length + 1);
    const isKept = mood === 3 ? () => luck(2) === 0 : (move: Move) => open.indexOf(move) < kept;
    return this.#moves.filter(move => move.isSynced || isKept(move));
  }

  #syncFolder(folder: Folder): void {
    for (const move of this.#moves) {
      if (move.names.some(name => name.folder === folder)) move.isSynced = true;
    }
  }

  #move(changes: { path: string; node: Node | undefined }[]): void {
    const names = changes.map(({ path, node }) => ({ ...this.#find(path), node }));
    this.#moves.push({ names, isSynced: false });
    for (const { folder, name, node } of names) {
      if (node) folder.now.set(name, node);
      else folder.now.delete(name);
    }
  }

  #find(path: string): { folder: Folder; name: string } {
    const parts = relative(this.#path, path).split('/');
    const name = parts.pop() ?? '';
    let folder = this.#root;
    for (const part of parts) {
      const inner = folder.now.get(part);
      if (!(inner instanceof Folder)) throw new Error(`${path} lies in no recorded folder`);
      folder = inner;
    }
    return { folder, name };
  }
}

function writeFolder(
  target: string,
  namesOf: (folder: Folder) => Map<string, Node>,
  folder: Folder,
  contentOf: (file: DiskFile) => Buffer,
): void {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const [name, node] of namesOf(folder)) {
    const path = join(target, name);
    if (node instanceof Folder) writeFolder(path, namesOf, node, contentOf);
    else writeFileSync(path, contentOf(node), { mode: 0o600 });
  }
}
