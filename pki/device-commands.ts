import { Refusal } from '../server/errors.ts';
import type { Device } from '../server/people/devices.ts';
import { createPersons, type Person } from '../server/people/persons.ts';
import { recordAudit } from '../server/state/record-audit.ts';
import type { State } from '../server/state/state.ts';
import type { Named } from './command-line.ts';
import type { Context } from './context.ts';
import { endDevice, enterDevice } from './device-entry.ts';
import { removeDeviceFiles } from './device-files.ts';
import { deviceName } from './device-name.ts';
import { stageDevice } from './issue-device.ts';
import type { DeviceRequest } from './make-device.ts';
import { withRegistry } from './registry.ts';
import { reportDevice } from './report-device.ts';

/** A device that is new, was revoked, or is a person who had no certificate so far. */
export async function issue(command: Named<'issue'>, context: Context): Promise<void> {
  const name = deviceName(command.name);
  await certify(name, command.days, context, (device, person) => {
    if (device?.revokedAt === null) {
      throw new Refusal(`${name} already has a certificate. Renew or revoke it`);
    }
    // What somebody was before they were shut out is not given back by silence.
    return command.role ?? (device ? 'member' : (person?.role ?? 'member'));
  });
}

/** A new certificate for a device that is let in, or was until its certificate ended. */
export async function renew(command: Named<'renew'>, context: Context): Promise<void> {
  const name = deviceName(command.name);
  await certify(name, command.days, context, (device, person) => {
    if (!device)
      throw person ? new Refusal(`${name} has no certificate. Issue one`) : unknown(name);
    if (device.revokedAt !== null) throw new Refusal(`${name} was revoked. Issue it anew`);
    return device.role;
  });
}

/** Ends a device. Done again, it only sees to it that no files are left. */
export async function revoke(command: Named<'revoke'>, context: Context): Promise<void> {
  const name = deviceName(command.name);
  await withRegistry(context, async (devices, state) => {
    const now = context.now().getTime();
    const device = devices.get(name);
    if (!device) {
      removePerson(name, state, context);
      return;
    }
    // The registry first: an interruption then leaves files that open nothing.
    const isNew = state.transaction(() => endDevice({ devices, state }, name, now));
    await removeDeviceFiles(context.folder, name);
    context.err(isNew ? `${name} is revoked` : `${name} was revoked before`);
    const isLiveAdmin = ({ role, expiresAt, revokedAt }: Device) =>
      role === 'admin' && revokedAt === null && expiresAt > now;
    if (isNew && device.role === 'admin' && !devices.list().some(isLiveAdmin)) {
      context.err(
        'warning: no admin has a certificate now. Run `npm run pki -- issue NAME --role admin`',
      );
    }
  });
}

/** Somebody who has no device of that name comes in by a code. */
function removePerson(name: string, state: State, context: Context): void {
  const now = context.now().getTime();
  const ended = state.transaction(() => {
    const removed = createPersons(state).remove(name, now);
    if (removed) recordAudit(state, 'remove', `${name} is removed`, now);
    return removed;
  });
  if (!ended) throw unknown(name);
  context.err(`${name} is removed, with ${ended.devices.length} devices`);
}

/**
 * Makes a certificate and enters it. Everything slow comes first; then, in one transaction on the
 * registry, which also keeps a second command out: decide again, enter, and show the files. Killed
 * at any point, this leaves the device as it was, or with files that open nothing, or finished but
 * for the passphrase; issue, or in the last case renew, makes it good.
 * @param decide says the device's role, or refuses.
 */
async function certify(
  name: string,
  days: number | undefined,
  context: Context,
  decide: (device: Device | null, person: Person | null) => DeviceRequest['role'],
): Promise<void> {
  await withRegistry(context, async (devices, state) => {
    const persons = createPersons(state);
    const role = decide(devices.get(name), persons.get(name));
    const now = context.now();
    context.err(`making a key and a certificate for ${name} …`);
    const { device, publish, dispose } = await stageDevice(context.folder, {
      name,
      role,
      now,
      ...(days !== undefined && { days }),
      ...(context.hub?.url !== undefined && { hubUrl: context.hub.url }),
    });
    try {
      state.transaction(() => {
        const decided = decide(devices.get(name), persons.get(name));
        enterDevice({ devices, state }, device, decided, now.getTime());
        publish();
      });
    } finally {
      await dispose();
    }
    reportDevice(device, context);
  });
}

function unknown(name: string): Refusal {
  return new Refusal(`there is no device called ${name}. See \`npm run pki -- list\``);
}
