import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Device, Devices } from '../../people/devices.ts';
import type { Pairings } from '../../people/pairings.ts';
import type { People } from '../../people/people.ts';
import type { By, DeviceRow, Phone } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface DeviceRooms extends People {
  pairings: Pairings;
  /** The name as it is kept. @throws HttpProblem `invalid` */
  nameOf(written: string, path: string): string;
  now(): number;
  audit(by: By, action: string, detail: string): void;
  /** Somebody's right may have ended. */
  onAccess(): void;
}

const renaming = z.strictObject({ name: z.string('write a name') });

/** Phones and computers: who has which, and their ends. Their beginnings are pairings. */
export function deviceRoutes(rooms: DeviceRooms): Route[] {
  const { devices, pairings, nameOf, now, audit, onAccess } = rooms;

  const named = (context: RouteContext) => namedDevice(devices, context);

  return [
    {
      method: 'GET',
      path: '/api/devices',
      access: 'admin',
      handle(context) {
        context.body = { devices: devices.list().map(toRow) };
      },
    },
    {
      method: 'PUT',
      path: '/api/devices/:name',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const to = nameOf((await readBody(context, renaming)).name, 'name');
        // Looked for after the body came: it may have taken its time.
        const device = named(context);
        if (devices.get(to) || pairings.isReserved(to)) {
          throw new HttpProblem('taken', { detail: `there is a device called ${to}` });
        }
        // A pairing under way would give a certificate to a name that is not there any more.
        pairings.cancelOf({ device: device.name });
        devices.rename(device.name, to);
        audit(actorOf(context), 'rename', `${device.name} is called ${to} now`);
        context.body = toRow(devices.get(to) ?? device);
      },
    },
    {
      method: 'DELETE',
      path: '/api/devices/:name',
      access: 'admin',
      confirm: 'admin',
      handle(context) {
        const device = named(context);
        requireOtherAdmin(devices, now(), other => other.name !== device.name, device);
        pairings.cancelOf({ device: device.name, person: device.person });
        if (devices.revoke(device.name, now())) {
          audit(actorOf(context), 'revoke', `${device.name} is shut out`);
        }
        onAccess();
        context.status = 204;
      },
    },
    {
      method: 'GET',
      path: '/api/phones',
      access: 'member',
      handle(context) {
        const phones = devices.list().filter(({ revokedAt }) => revokedAt === null);
        context.body = {
          phones: phones.map(
            ({ name, person, suspendedAt }): Phone => ({
              ...{ name, person },
              suspended: suspendedAt !== null,
            }),
          ),
        };
      },
    },
    {
      method: 'POST',
      path: '/api/devices/:name/suspend',
      access: 'member',
      handle(context) {
        const device = named(context);
        const { name, credential } = callerOf(context);
        if (device.revokedAt !== null) throw new HttpProblem('not_found');
        // Whoever has the phone may have begun to add another.
        pairings.cancelOf({ device: device.name, person: device.person });
        if (devices.suspend(device.name, name, now(), credential)) {
          audit(actorOf(context), 'suspend', `${device.name} of ${device.person} is suspended`);
        }
        onAccess();
        context.status = 204;
      },
    },
    {
      method: 'DELETE',
      path: '/api/devices/:name/suspend',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      handle(context) {
        const device = named(context);
        if (devices.lift(device.name)) {
          audit(actorOf(context), 'lift', `${device.name} is let in again`);
        }
        context.status = 204;
      },
    },
  ];
}

/** The device that a path names. @throws HttpProblem `not_found` */
export function namedDevice(devices: Devices, context: RouteContext): Device {
  const device = devices.get((context.params.name ?? '').normalize('NFC'));
  if (!device) throw new HttpProblem('not_found', { detail: 'there is no device of that name' });
  return device;
}

/** @throws HttpProblem `last_admin` when no admin's device would be left to let others in */
export function requireOtherAdmin(
  devices: Devices,
  now: number,
  stays: (device: Device) => boolean,
  leaving: { role: string },
): void {
  if (leaving.role !== 'admin') return;
  const isLive = ({ role, revokedAt, suspendedAt, expiresAt }: Device) =>
    role === 'admin' && revokedAt === null && suspendedAt === null && expiresAt > now;
  if (devices.list().some(device => isLive(device) && stays(device))) return;
  throw new HttpProblem('last_admin', { detail: 'give somebody else an admin’s device first' });
}

function toRow(device: Device): DeviceRow {
  const { name, person, role, fingerprint, suspendedBy } = device;
  const iso = (at: number | null) => (at === null ? null : toIso(at));
  return {
    ...{ name, person, role, fingerprint, suspendedBy },
    issuedAt: toIso(device.issuedAt),
    expiresAt: toIso(device.expiresAt),
    revokedAt: iso(device.revokedAt),
    suspendedAt: iso(device.suspendedAt),
    lastSeenAt: iso(device.lastSeenAt),
    appAt: iso(device.appAt),
    renewedUntil: iso(device.nextExpiresAt),
  };
}
