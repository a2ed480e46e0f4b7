import { createHash } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../server/state/make-folder.ts';
import { makeBuildingFolder, sweepBuildingFolders } from './building-folder.ts';
import { fileRefusal } from './file-refusal.ts';
import { devicesPath } from './layout.ts';
import { makePrivateFolder, writeNewFile } from './private-files.ts';

/** A file name has at most 255 bytes on Linux; `.mobileconfig` takes 13. */
const maxBaseBytes = 255 - '.mobileconfig'.length;

export const deviceFileKinds = ['p12', 'mobileconfig', 'pem', 'key'] as const;
export type DeviceFileKind = (typeof deviceFileKinds)[number];

/** Where a device's files lie. */
export interface DevicePaths {
  folder: string;
  files: Record<DeviceFileKind, string>;
}

/**
 * The name itself, but for those that are too long for a file: 64 characters can take 256 bytes.
 * They are cut and told apart by a hash, and so is a name that already looks like that.
 */
function devicePaths(folder: string, name: string): DevicePaths {
  const base = fileBase(name);
  const own = join(devicesPath(folder), base);
  const path = (kind: DeviceFileKind) => join(own, `${base}.${kind}`);
  return {
    folder: own,
    files: {
      p12: path('p12'),
      mobileconfig: path('mobileconfig'),
      pem: path('pem'),
      key: path('key'),
    },
  };
}

/** Files that are on disk, but not yet where the device's files are looked for. */
export interface StagedFiles {
  paths: DevicePaths;
  /** Shows all of them, in place of those the device has. Synchronous, to fit in a transaction. */
  publish(): void;
  /** Deletes what was not shown, or what was replaced. To be called in any case. */
  dispose(): Promise<void>;
}

/** Writes a device's files beside their place. */
export async function stageDeviceFiles(
  folder: string,
  name: string,
  contents: Record<DeviceFileKind, string | Uint8Array>,
): Promise<StagedFiles> {
  const paths = devicePaths(folder, name);
  const devices = devicesPath(folder);
  await makePrivateFolder(devices);
  await sweepBuildingFolders(devices);
  const building = await makeBuildingFolder(devices);
  const dispose = () => rm(building, { recursive: true, force: true });
  const fresh = join(building, 'new');
  try {
    await mkdir(fresh, { mode: 0o700 });
    for (const kind of deviceFileKinds) {
      await writeNewFile(join(fresh, basename(paths.files[kind])), contents[kind]);
    }
    syncFolder(fresh);
  } catch (error) {
    await dispose();
    throw fileRefusal(error, 'write', paths.folder);
  }
  const publish = () => replaceFolder(fresh, paths.folder, join(building, 'old'));
  return { paths, publish, dispose };
}

/** Deletes the device's files, its key among them. Nothing there is fine. */
export async function removeDeviceFiles(folder: string, name: string): Promise<void> {
  const paths = devicePaths(folder, name);
  try {
    await sweepBuildingFolders(devicesPath(folder));
    await rm(paths.folder, { recursive: true, force: true });
  } catch (error) {
    throw fileRefusal(error, 'delete', paths.folder);
  }
}

function fileBase(name: string): string {
  if (Buffer.byteLength(name) <= maxBaseBytes && !/~[0-9a-f]{16}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  let base = name;
  while (Buffer.byteLength(`${base}~${hash}`) > maxBaseBytes)
    base = [...base].slice(0, -1).join('');
  return `${base}~${hash}`;
}

function replaceFolder(fresh: string, place: string, old: string): void {
  try {
    if (existsSync(place)) renameSync(place, old);
    renameSync(fresh, place);
    syncFolder(dirname(place));
  } catch (error) {
    throw fileRefusal(error, 'write', place);
  }
}
