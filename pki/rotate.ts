import { copyFile, rm } from 'node:fs/promises';
import { Refusal } from '../server/errors.ts';
import type { Device } from '../server/people/devices.ts';
import { createPersons } from '../server/people/persons.ts';
import { syncFolder } from '../server/state/make-folder.ts';
import { makeBuildingFolder } from './building-folder.ts';
import type { AuthoritySigner } from './certificate.ts';
import { readText } from './certificate-file.ts';
import { requireSaneClock } from './clock.ts';
import type { Named } from './command-line.ts';
import type { Context } from './context.ts';
import { endDevice, enterDevice, type Registry } from './device-entry.ts';
import { removeDeviceFiles, stageDeviceFiles } from './device-files.ts';
import { deviceName } from './device-name.ts';
import { readEdgeMaterial } from './edge-material.ts';
import { fileRefusal } from './file-refusal.ts';
import { issueServer } from './issue-server.ts';
import { certificatePath, passphrasePath } from './layout.ts';
import { makeDevice } from './make-device.ts';
import { withRegistry } from './registry.ts';
import { reportDevice } from './report-device.ts';
import { openRootKey } from './root-key.ts';
import { finishRotation, showRotation } from './rotated-files.ts';
import { hostsOf } from './server-hosts.ts';
import { quoteForShell } from './shell-quote.ts';
import { writeIssuers } from './write-issuers.ts';

/**
 * New issuers under the same root and a new server certificate, in place of the old ones; every
 * device is shut out but an admin, who gets a certificate from the new issuer.
 *
 * Everything slow comes first. Then one transaction on the registry ends the devices, enters the
 * admin and shows the files. Killed before it commits, this leaves the devices as they were, and the
 * old issuers or the new ones: the registry, not the issuer, says who comes in. Killed later, it is
 * done but for the passphrase and old files of devices. Run again, it makes either good.
 */
export async function rotate(command: Named<'rotate'>, context: Context): Promise<void> {
  const name = deviceName(command.admin);
  const now = context.now();
  requireSaneClock(now);
  await withRegistry(context, async (devices, state) => {
    requireAdmin({ devices, state }, name);
    const { key, passphrase } = await openRootKey(command, context);
    const certificatePem = readText(certificatePath(context.folder, 'root'));
    const keyPem = key.export({ type: 'pkcs1', format: 'pem' }).toString();
    context.err('making new issuers and certificates …');
    const building = await makeBuildingFolder(context.folder);
    try {
      await fillBuilding(building, { keyPem, certificatePem }, context);
      const hubUrl = context.hub?.url;
      const request = {
        name,
        role: 'admin',
        now,
        ...(hubUrl !== undefined && { hubUrl }),
      } as const;
      const { device, bundle } = await makeDevice(building, request);
      const { paths, publish, dispose } = await stageDeviceFiles(context.folder, name, bundle);
      try {
        const ended = state.transaction(() => {
          requireAdmin({ devices, state }, name);
          const before = endOthers({ devices, state }, name, now.getTime());
          enterDevice({ devices, state }, device, 'admin', now.getTime());
          publish();
          showRotation(context.folder, building);
          return before;
        });
        finishRotation(context.folder);
        await removeFilesOf(devices.list(), context);
        reportDevice({ ...device, ...paths }, context);
        reportEnded(ended, context);
        if (passphrase === null && command.rootKeyFile === undefined) warnOfRoot(context);
      } finally {
        await dispose();
      }
    } finally {
      await rm(building, { recursive: true, force: true });
    }
  });
}

/** An authority of its own but for the root's key: what makes certificates is run on it as it is. */
async function fillBuilding(
  building: string,
  root: AuthoritySigner,
  context: Context,
): Promise<void> {
  const { folder } = context;
  const hosts = hostsOf(readEdgeMaterial(folder));
  try {
    await copyFile(passphrasePath(folder), passphrasePath(building));
    await copyFile(certificatePath(folder, 'root'), certificatePath(building, 'root'));
  } catch (error) {
    throw fileRefusal(error, 'write', building);
  }
  await writeIssuers(building, root, context.now());
  await issueServer(building, { hosts, now: context.now() });
  syncFolder(building);
}

/**
 * An admin, also one who was shut out; any new name while there is none. A slip of the pen must not shut
 * the admins out for somebody who is not there.
 */
function requireAdmin({ devices, state }: Registry, name: string): void {
  const device = devices.get(name);
  if (device?.suspendedAt) throw new Refusal(`${name} is suspended. Name another admin`);
  const persons = createPersons(state);
  const { role } = device ?? persons.get(name) ?? {};
  if (role === 'admin') return;
  const admins = [...devices.list(), ...persons.list()].filter(one => one.role === 'admin');
  if (role === undefined && admins.length === 0) return;
  const names = [...new Set(admins.map(admin => admin.name))].join(', ');
  throw new Refusal(
    `${role ? `${name} is a ${role}` : `there is no admin called ${name}`}. ` +
      `Name one who is: ${names || 'there is none; issue one first'}`,
  );
}

/** @returns the devices that came in until now. */
function endOthers(registry: Registry, admin: string, now: number): Device[] {
  const others = registry.devices.list().filter(({ name }) => name !== admin);
  return others.filter(({ name }) => endDevice(registry, name, now));
}

/** Also those that an interruption left. */
async function removeFilesOf(devices: Device[], { folder }: Context): Promise<void> {
  for (const { name, revokedAt } of devices) {
    if (revokedAt !== null) await removeDeviceFiles(folder, name);
  }
}

function reportEnded(ended: Device[], context: Context): void {
  context.err(
    'the issuers are new, and so is the server certificate, which the hub takes by itself',
  );
  if (ended.length === 0) return;
  context.err('these devices are shut out until they are issued anew:');
  for (const { name, role } of ended) {
    context.err(`  npm run pki -- issue --role ${role} -- ${quoteForShell(name)}`);
  }
}

/** What copied the issuers' keys could copy this one as well. */
function warnOfRoot({ folder, err }: Context): void {
  err(
    `warning: the root’s key lies in ${folder} with its passphrase beside it. Whoever copied that ` +
      'folder has the root too, and only an authority begun anew ends that. ' +
      'If nobody did: npm run pki -- detach-root FOLDER',
  );
}
