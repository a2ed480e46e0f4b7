import type { Controller } from '../alarm/controller.ts';
import type { Bus } from '../bus.ts';
import type { Config } from '../config/config.ts';
import type { HistoryReader } from '../history/reader.ts';
import type { Log } from '../log.ts';
import type { Notify } from '../notify/notify.ts';
import { drawQr, type Onboarding } from '../onboarding.ts';
import type { Outputs } from '../outputs/outputs.ts';
import { createDuressCall } from '../people/duress-call.ts';
import type { People } from '../people/people.ts';
import type { RelyingParty } from '../people/webauthn.ts';
import type { Plans } from '../plans/plans.ts';
import type { By, Reach, Role, Status } from '../protocol.ts';
import type { Settings } from '../settings.ts';
import type { Documents } from '../state/documents.ts';
import type { Incidents } from '../state/incidents.ts';
import type { Journal } from '../state/journal.ts';
import type { Outbox } from '../state/outbox.ts';
import type { TimeZone } from '../time-zone.ts';
import type { Watch } from '../watch/watch.ts';
import type { ConfirmGate } from './confirm-gate.ts';
import { createPinGuard } from './pin-guard.ts';
import type { Route, RouteContext } from './route.ts';
import { contactRoutes } from './routes/contacts.ts';
import { dayRoutes } from './routes/days.ts';
import { deviceRoutes } from './routes/devices.ts';
import { duressRoutes } from './routes/duress.ts';
import { garageRoutes } from './routes/garage.ts';
import { healthRoutes } from './routes/health.ts';
import { houseRoutes } from './routes/house.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { laterRoutes } from './routes/later.ts';
import { meRoutes } from './routes/me.ts';
import { pairingRoutes } from './routes/pairings.ts';
import { passkeyRoutes } from './routes/passkeys.ts';
import { peopleRoutes } from './routes/people.ts';
import { type PushRoom, pushRoutes } from './routes/push.ts';
import { reachRoutes } from './routes/reach.ts';
import { sessionRoutes } from './routes/session.ts';
import { settingsRoutes } from './routes/settings.ts';
import { streamRoutes } from './routes/stream.ts';
import { temperatureRoutes } from './routes/temperatures.ts';
import { witnessRoutes } from './routes/witness.ts';

export interface EdgeRooms {
  journal: Journal;
  bus: Bus;
  controller: Controller;
  plans: Plans;
  outputs: Outputs;
  documents: Documents;
  reader: HistoryReader;
  people: People;
  incidents: Incidents;
  outbox: Outbox;
  push: PushRoom;
  notify: Notify;
  /** The configuration's section. */
  notifySettings: Config['notify'];
  reach(viewer: { name: string; role: Role }): Reach;
  /** Who can be told may be somebody else now. */
  onReachChanged(): void;
  onboarding: Onboarding;
  zone: TimeZone;
  watch: Pick<Watch, 'witness' | 'admitSender'>;
  log: Log;
  site: string;
  settings: Settings;
  /** Seconds. */
  practiceFor: number;
  status(): Status;
  isWell(): boolean;
  /** Writes what waits of the sensors, so that a command comes after what happened before it. */
  flush(): void;
  audit(by: By, action: string, detail: string): void;
  restart(): void;
  now(): number;
}

export interface RouteRooms extends EdgeRooms {
  gate: ConfirmGate;
  edge: Config['edge'];
}

export function createRoutes(rooms: RouteRooms): Route[] {
  const { controller, journal, bus, people, onboarding, gate, edge } = rooms;
  const { reader, zone, now, status } = rooms;
  const audit = (...entry: Parameters<EdgeRooms['audit']>) => write(() => rooms.audit(...entry));
  const nameOf = onboarding?.nameOf;
  const isForGuests = (door: string) => rooms.outputs.isForGuests(door);
  const onAccess = () => bus.emit('access', undefined);
  /** Passkeys are one name's; whoever came by another gets none. */
  const partyOf = ({ hostname, headers }: RouteContext): RelyingParty | undefined => {
    const id = edge.names[0];
    if (id === undefined || hostname !== id) return undefined;
    return { id, origin: `https://${headers.host}`, name: `sec53 ${rooms.site}` };
  };
  const shared = { ...people, partyOf, pairings: onboarding?.pairings, now, audit, onAccess };

  /** A command comes after what happened before it. */
  function write(work: () => void): void {
    rooms.flush();
    work();
  }

  const callForHelp = createDuressCall({
    ...{ now, log: rooms.log },
    tell: by => write(() => controller.duress(by)),
  });
  const pinGuard = createPinGuard({ ...people, gate, now, callForHelp });

  return [
    ...sessionRoutes({ ...shared, callForHelp, onEnded: onAccess }),
    ...meRoutes({
      ...{ ...shared, gate, pinGuard, onEnded: onAccess },
      confirmFor: edge?.confirm,
    }),
    ...duressRoutes({ ...shared, pinGuard, drawQr, site: rooms.site }),
    ...passkeyRoutes(shared),
    ...deviceRoutes({ ...shared, nameOf }),
    ...pairingRoutes({
      ...shared,
      nameOf,
      describePairing: onboarding?.describe,
      requireConfirmation: gate?.require,
    }),
    ...peopleRoutes({ ...shared, drawQr, site: rooms.site }),
    ...pushRoutes({ push: rooms.push, now, audit, onChanged: rooms.onReachChanged }),
    ...contactRoutes({
      ...shared,
      contacts: rooms.notify?.contacts,
      onChanged: rooms.onReachChanged,
    }),
    ...reachRoutes({
      ...{ ...shared, notify: rooms.notify, settings: rooms.notifySettings, write },
      describe: rooms.reach,
    }),
    ...incidentRoutes({ controller, incidents: rooms.incidents, outbox: rooms.outbox, write }),
    ...houseRoutes({
      ...{ controller, status, isForGuests, write, requireConfirmation: gate?.require },
      practiceMinutes: Math.round(rooms.practiceFor / 60),
      restart(by) {
        audit(by, 'restart', 'asked for a restart');
        setImmediate(rooms.restart);
      },
    }),
    ...garageRoutes({ outputs: rooms.outputs, flush: rooms.flush }),
    ...laterRoutes({ plans: rooms.plans, status, write }),
    ...settingsRoutes({ settings: rooms.settings, write }),
    ...dayRoutes(reader, zone),
    ...temperatureRoutes(reader, now),
    ...streamRoutes({ journal, status, isForGuests, bus, identify: people.identify }),
    ...witnessRoutes(rooms.watch?.witness),
    ...healthRoutes(rooms.isWell),
  ];
}
