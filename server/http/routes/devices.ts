import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Device, Devices } from '../../people/devices.ts';
import type { Pairing, PairingRequest, Pairings } from '../../people/pairings.ts';
import type { People } from '../../people/people.ts';
import type { By, DeviceRow, NewPairing, PairingProgress, Phone } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';

export interface DeviceRooms extends People {
  pairings: Pairings;
  /** Says where the setup page of a pairing is, and what it takes to follow the way there. */
  describePairing(opened: Awaited<ReturnType<Pairings['open']>>, host: string): Promise<NewPairing>;
  /** The name as it is kept. @throws HttpProblem `invalid` */
  nameOf(written: string, path: string): string;
  now(): number;
  audit(by: By, action: string, detail: string): void;
  /** Somebody's right may have ended. */
  onAccess(): void;
}

const newDevice = z.strictObject({
  name: z.string('write a name'),
  person: z.string('write a name').optional(),
  role: z.enum(['admin', 'member', 'guest'], 'write admin, member or guest').optional(),
  days: z.int('write days').min(1, 'write 1 to 825').max(825, 'write 1 to 825').optional(),
  endsAt: z.iso.datetime('write a time such as 2026-12-24T10:00:00.000Z').optional(),
});
const renaming = z.strictObject({ name: z.string('write a name') });

/** Phones and computers: who has which, adding, renewing, suspending, ending them. */
export function deviceRoutes(rooms: DeviceRooms): Route[] {
  const { devices, persons, pairings, describePairing, nameOf, now, audit, onAccess } = rooms;

  function named(context: RouteContext): Device {
    const device = devices.get((context.params.name ?? '').normalize('NFC'));
    if (!device) throw new HttpProblem('not_found', { detail: 'there is no device of that name' });
    return device;
  }

  async function pair(context: RouteContext, request: PairingRequest): Promise<void> {
    const opened = await pairings.open(request);
    const { device, person, isRenewal } = request;
    const what = isRenewal ? `renewal of ${device}` : `pairing of ${device} for ${person}`;
    audit(actorOf(context), 'pairing', `${what} began`);
    context.status = 201;
    context.body = await describePairing(opened, context.hostname);
  }

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
      method: 'POST',
      path: '/api/devices',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const body = await readBody(context, newDevice);
        const name = nameOf(body.name, 'name');
        const owner = nameOf(body.person ?? body.name, 'person');
        const known = devices.get(name);
        if ((known && known.revokedAt === null) || pairings.isReserved(name)) {
          throw new HttpProblem('taken', { detail: `there is a device called ${name}` });
        }
        if (known && known.person !== owner) {
          throw new HttpProblem('taken', { detail: `${name} was a device of ${known.person}` });
        }
        const person = persons.get(owner);
        if (person && body.role !== undefined && body.role !== person.role) {
          const message = `${owner} is ${person.role}; change that with the person`;
          throw new HttpProblem('invalid', { errors: [{ path: 'role', message }] });
        }
        const role = person?.role ?? body.role ?? 'member';
        if (body.endsAt !== undefined && (person || role === 'admin')) {
          const message = person
            ? `change that with ${owner}`
            : 'an admin has no end; make them a member or a guest';
          throw new HttpProblem('invalid', { errors: [{ path: 'endsAt', message }] });
        }
        const by = callerOf(context).name;
        const days = body.days === undefined ? {} : { days: body.days };
        const endsAt = body.endsAt === undefined ? {} : { endsAt: Date.parse(body.endsAt) };
        const request = { device: name, person: owner, role, isRenewal: false, by };
        await pair(context, { ...request, ...days, ...endsAt });
      },
    },
    {
      method: 'POST',
      path: '/api/devices/:name/renew',
      access: 'guest',
      needsCertificate: true,
      async handle(context) {
        const device = named(context);
        const caller = callerOf(context);
        const isOwn = caller.device === device.name;
        // Not told apart from one that is not there.
        if (!isOwn && caller.role !== 'admin') throw new HttpProblem('not_found');
        if (device.revokedAt !== null) {
          throw new HttpProblem('not_possible', {
            detail: `${device.name} was ended; add it anew`,
          });
        }
        pairings.cancelOf({ device: device.name });
        const { name, person, role } = device;
        await pair(context, { device: name, person, role, isRenewal: true, by: caller.name });
      },
    },
    {
      method: 'PUT',
      path: '/api/devices/:name',
      access: 'admin',
      needsCertificate: true,
      confirm: 'admin',
      async handle(context) {
        const device = named(context);
        const to = nameOf((await readBody(context, renaming)).name, 'name');
        if (devices.get(to) || pairings.isReserved(to)) {
          throw new HttpProblem('taken', { detail: `there is a device called ${to}` });
        }
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
    {
      method: 'GET',
      path: '/api/pairings/:id',
      access: 'guest',
      handle(context) {
        context.body = progressOf(ownPairing(context), devices);
      },
    },
    {
      method: 'DELETE',
      path: '/api/pairings/:id',
      access: 'guest',
      handle(context) {
        pairings.cancel(ownPairing(context).id);
        context.status = 204;
      },
    },
  ];

  function ownPairing(context: RouteContext): Pairing {
    const pairing = pairings.get(context.params.id ?? '');
    const { name, role } = callerOf(context);
    if (!pairing || (pairing.by !== name && role !== 'admin')) {
      throw new HttpProblem('not_found', { detail: 'this pairing is over' });
    }
    return pairing;
  }
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

/** How far a device got on its way into the house. */
export function progressOf(pairing: Pairing, devices: Devices): PairingProgress {
  const { id, device, expiresAt, rootAt, identityAt, certificate } = pairing;
  const known = devices.get(device);
  const isCurrent = known?.fingerprint === certificate.fingerprint;
  const since = (at: number | null | undefined) =>
    identityAt !== null && isCurrent && at != null && at >= identityAt;
  return {
    ...{ id, device, expiresAt: toIso(expiresAt) },
    root: rootAt !== null,
    identity: identityAt !== null,
    opened: since(known?.lastSeenAt),
    app: since(known?.appAt),
    away: since(known?.awayAt),
  };
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
