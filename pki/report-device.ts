import type { Context } from './context.ts';
import { deviceFileKinds } from './device-files.ts';
import type { IssuedDevice } from './issue-device.ts';

/** Prints where a device's files are, and the passphrase, which nobody can tell later. */
export function reportDevice(device: IssuedDevice, context: Context): void {
  for (const kind of deviceFileKinds) context.out(device.files[kind]);
  context.out(`passphrase: ${device.passphrase}`);
  context.err(
    `${device.name} (${device.role}) may come in until ${new Date(device.notAfter).toISOString()}. ` +
      'The passphrase is kept nowhere. Delete the files once the device has them',
  );
}
