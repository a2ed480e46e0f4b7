import type { Devices } from '../server/people/devices.ts';
import type { Role } from '../server/protocol.ts';
import { recordAudit } from '../server/state/record-audit.ts';
import type { State } from '../server/state/state.ts';
import type { MadeDevice } from './make-device.ts';

export interface Registry {
  devices: Devices;
  state: State;
}

/** Lets a device in with its new certificate, and notes it. Joins a transaction that is open. */
export function enterDevice(
  { devices, state }: Registry,
  device: MadeDevice,
  role: Role,
  now: number,
): void {
  const { name, fingerprint, serial, notAfter } = device;
  const known = devices.get(name);
  const row = { name, role, fingerprint, serial, issuedAt: now, expiresAt: notAfter };
  if (known) devices.replace(row);
  else devices.add(row);
  const until = new Date(notAfter).toISOString().slice(0, 10);
  const detail = `a certificate for ${name} (${role}) until ${until}`;
  recordAudit(state, known ? 'renew' : 'issue', detail, now);
}

/**
 * Shuts a device out, and notes it. Joins a transaction that is open.
 * @returns false when it was shut out before.
 */
export function endDevice({ devices, state }: Registry, name: string, now: number): boolean {
  const isRevoked = devices.revoke(name, now);
  if (isRevoked) recordAudit(state, 'revoke', `${name} is shut out`, now);
  return isRevoked;
}
