import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { Devices } from '../../people/devices.ts';
import type { OpenedPairing, Pairing, PairingRequest } from '../../people/pairings.ts';
import type { Confirmable, NewPairing, PairingProgress } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { readBody } from '../input.ts';
import { actorOf, callerOf, type Route, type RouteContext } from '../route.ts';
import { type DeviceRooms, namedDevice } from './devices.ts';

export interface PairingRooms extends DeviceRooms {
  /** Says where the setup page of a pairing is, and what it takes to follow the way there. */
  describePairing(opened: OpenedPairing, host: string): Promise<NewPairing>;
  /** @throws HttpProblem `confirmation_needed` */
  requireConfirmation(context: RouteContext, action: Confirmable): void;
}

const newDevice = z.strictObject({
  name: z.string('write a name'),
  person: z.string('write a name').optional(),
  role: z.enum(['admin', 'member', 'guest'], 'write admin, member or guest').optional(),
  days: z.int('write days').min(1, 'write 1 to 825').max(825, 'write 1 to 825').optional(),
  endsAt: z.iso.datetime('write a time such as 2026-12-24T10:00:00.000Z').optional(),
});
const renewBeforeMs = 60 * 24 * 3_600_000;

/** How devices come into the house, and stay there with a new certificate. */
export function pairingRoutes(rooms: PairingRooms): Route[] {
  const { devices, persons, pairings, describePairing, nameOf, audit, now } = rooms;
  const { requireConfirmation } = rooms;

  async function pair(context: RouteContext, request: PairingRequest): Promise<void> {
    const opened = await pairings.open(request);
    const { device, person, isRenewal } = request;
    const what = isRenewal ? `renewal of ${device}` : `pairing of ${device} for ${person}`;
    audit(actorOf(context), 'pairing', `${what} began`);
    context.status = 201;
    context.body = await describePairing(opened, context.hostname);
  }

  function ownPairing(context: RouteContext): Pairing {
    const pairing = pairings.get(context.params.id ?? '');
    const { name, role } = callerOf(context);
    if (!pairing || (pairing.by !== name && role !== 'admin')) {
      throw new HttpProblem('not_found', { detail: 'this pairing is over' });
    }
    return pairing;
  }

  return [
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
        const device = namedDevice(devices, context);
        const caller = callerOf(context);
        const isOwn = caller.device === device.name;
        // Not told apart from one that is not there.
        if (!isOwn && caller.role !== 'admin') throw new HttpProblem('not_found');
        if (caller.role === 'admin') requireConfirmation(context, 'admin');
        else if (device.expiresAt - now() > renewBeforeMs) {
          const detail =
            'a certificate is renewed in its last sixty days; an admin may do it before';
          throw new HttpProblem('not_possible', { detail });
        }
        if (device.revokedAt !== null) {
          throw new HttpProblem('not_possible', {
            detail: `${device.name} was ended; add it anew`,
          });
        }
        const { name, person, role } = device;
        await pair(context, { device: name, person, role, isRenewal: true, by: caller.name });
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
