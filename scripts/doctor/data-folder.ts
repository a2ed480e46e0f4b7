import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Facts } from './facts.ts';
import { findMount } from './mounts.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

const check = 'data folder';
const mb = 1024 * 1024;
const fullMb = 50;
const scarceMb = 500;

/** File systems that forget at a power cut, and such whose locks and flushes are not to be trusted. */
const forgetful = new Set(['tmpfs', 'ramfs', 'overlay']);
const unfit = new Set(['vfat', 'exfat', 'nfs', 'nfs4', 'cifs', 'smb3', 'fuse.sshfs', '9p']);

/** Who may read the data folder, who uses it, and what it lies on. */
export async function checkDataFolder(facts: Facts): Promise<Row[]> {
  const { dataFolder, hub } = facts;
  const found = statSync(dataFolder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    const fix = 'start the hub once, or name its folder: SEC53_DATA=FOLDER npm run doctor';
    return [skipped(check, `${dataFolder} is not there yet`, fix)];
  }
  const uses = hub === undefined ? 'no hub runs on it' : `a hub runs on it (process ${hub})`;
  return [
    good(check, `${dataFolder}: ${uses}`),
    judgeRights(found.mode, dataFolder),
    ...judgeUser(facts, found.uid),
    ...(await judgeMount(facts)),
    await judgeSpace(dataFolder),
  ];
}

function judgeRights(mode: number, folder: string): Row {
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o077) === 0) return good(check, `it has the rights ${shown}`);
  const says = `it has the rights ${shown}, so that others than the hub may look into it`;
  return warning(check, says, `chmod 700 ${folder}`);
}

function judgeUser({ userId }: Facts, owner: number): Row[] {
  if (userId === owner || userId === 0) return [];
  const says = `it belongs to user ${owner}, and this runs as ${userInfo().username}: what follows is what that user sees`;
  return [warning(check, says, `run it as the hub’s user: sudo -u '#${owner}' npm run doctor`)];
}

async function judgeMount({ dataFolder, root }: Facts): Promise<Row[]> {
  const mount = await findMount(dataFolder, root);
  if (!mount) return [];
  const { source, folder, type, isReadOnly } = mount;
  const says = `it lies on ${source} (${type}, mounted at ${folder})`;
  if (isReadOnly) {
    const fix = `see "dmesg" for errors of the disk, then: sudo mount -o remount,rw ${folder}`;
    return [fault(check, `${says}, which is read-only: nothing can be recorded`, fix)];
  }
  if (forgetful.has(type)) {
    const fix = 'name a folder on a real disk in SEC53_DATA';
    return [warning(check, `${says}, which forgets everything when the power goes`, fix)];
  }
  if (unfit.has(type)) {
    const fix = 'name a folder on a local ext4, xfs or btrfs in SEC53_DATA';
    return [warning(check, `${says}, which is not safe for a database`, fix)];
  }
  return [good(check, says)];
}

async function judgeSpace(folder: string): Promise<Row> {
  const { bavail, bsize, blocks } = await statfs(folder);
  const [freeMb, allMb] = [bavail, blocks].map(count => Math.floor((count * bsize) / mb));
  const says = `${freeMb} MB of ${allMb} MB are free`;
  const fix = 'free space: "sudo apt clean", "journalctl --vacuum-size=100M", or a larger disk';
  if ((freeMb ?? 0) < fullMb) return fault(check, says, fix);
  return (freeMb ?? 0) < scarceMb ? warning(check, says, fix) : good(check, says);
}
