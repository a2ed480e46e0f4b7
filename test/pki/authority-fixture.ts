import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../pki/authority.ts';
import { issueServer } from '../../pki/issue-server.ts';

export interface Folders {
  dataFolder: string;
  folder: string;
  remove(): void;
}

export function emptyFolders(): Folders {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sec53-pki-'));
  return {
    dataFolder,
    folder: join(dataFolder, 'pki'),
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** An authority for sec53.local and hub.example.org, with a server certificate. */
export async function createFixture(
  options: { now?: Date; rootPassphrase?: string } = {},
): Promise<Folders> {
  const { now = new Date() } = options;
  const folders = emptyFolders();
  const names = ['sec53.local', 'hub.example.org'];
  await createAuthority(folders.folder, { names, ...options });
  const hosts = ['sec53.local', 'localhost', '127.0.0.1', '::1'];
  await issueServer(folders.folder, { hosts, now });
  return folders;
}

/** A copy to break. Key pairs are slow to make. */
export function copyFolders(from: Folders): Folders {
  const copy = emptyFolders();
  cpSync(from.dataFolder, copy.dataFolder, { recursive: true });
  return copy;
}
