import type { EdgeMaterial } from '../../pki/edge-material.ts';
import type { Controller } from '../alarm/controller.ts';
import type { Bus } from '../bus.ts';
import type { Config } from '../config/config.ts';
import { Refusal } from '../errors.ts';
import type { HistoryReader } from '../history/reader.ts';
import type { Log } from '../log.ts';
import { drawQr, type Onboarding } from '../onboarding.ts';
import type { People } from '../people/people.ts';
import type { RelyingParty } from '../people/webauthn.ts';
import type { By, Status } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';
import type { Journal } from '../state/journal.ts';
import type { TimeZone } from '../time-zone.ts';
import { createApp } from './app.ts';
import { type ConfirmGate, createConfirmGate } from './confirm-gate.ts';
import { type Listener, listen } from './listener.ts';
import type { Route, RouteContext } from './route.ts';
import { dayRoutes } from './routes/days.ts';
import { deviceRoutes } from './routes/devices.ts';
import { healthRoutes } from './routes/health.ts';
import { houseRoutes } from './routes/house.ts';
import { meRoutes } from './routes/me.ts';
import { passkeyRoutes } from './routes/passkeys.ts';
import { peopleRoutes } from './routes/people.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/stream.ts';
import { createSetup } from './setup/setup.ts';

export interface EdgeRooms {
  journal: Journal;
  bus: Bus;
  controller: Controller;
  documents: Documents;
  reader: HistoryReader;
  people: People;
  onboarding: Onboarding;
  zone: TimeZone;
  log: Log;
  site: string;
  status(): Status;
  isWell(): boolean;
  /** Writes what waits of the sensors, so that a command comes after what happened before it. */
  flush(): void;
  audit(by: By, action: string, detail: string): void;
  restart(): void;
  now(): number;
}

export interface Edge {
  port: number;
  address: string;
  setupAddress: string;
  setupPort: number;
  /** Serves with other certificates from now on; open connections stay as they are. */
  reload(material: EdgeMaterial): void;
  close(): Promise<void>;
}

/** Opens the app's port and the setup port. */
export async function openEdge(
  options: Config['edge'] & { assets: string },
  material: EdgeMaterial,
  rooms: EdgeRooms,
): Promise<Edge> {
  const { host, names } = options;
  const { rootPem } = material;
  const { people, onboarding } = rooms;
  let main: Listener | undefined;
  const gate = createConfirmGate({ ...people, now: rooms.now }, options);
  const app = createApp({
    identify: people.identify,
    welcome: socket => main?.welcome(socket),
    routes: createRoutes({ ...rooms, gate, edge: options }),
    requireConfirmation: gate.require,
    assets: options.assets,
    log: rooms.log,
  });
  main = await listenSticky(rooms.documents, 'port', options.port, port =>
    listen(app.callback(), {
      ...{ host, port, key: 'edge.port' },
      tls: {
        ...forApp(material),
        requestCert: true,
        rejectUnauthorized: options.requireCertificate,
      },
    }),
  );
  try {
    const setup = await listenSticky(rooms.documents, 'setup-port', options.setupPort, port =>
      listen(
        createSetup({
          ...{ rootPem, devices: people.devices, pairings: onboarding.pairings, log: rooms.log },
          hubUrl: () => hubUrlOf(options, main?.port ?? options.port),
          isFirstPending: () => people.devices.list().every(({ lastSeenAt }) => !lastSeenAt),
        }),
        { ...{ host, port, key: 'edge.setupPort' }, tls: forSetup(material) },
      ),
    );
    const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
    const name = shown.includes(':') ? `[${shown}]` : shown;
    rooms.log.info('listening', {
      host,
      port: main.port,
      setupPort: setup.port,
      names: names.join(' '),
    });
    return {
      port: main.port,
      address: `https://${name}:${main.port}`,
      setupAddress: `https://${name}:${setup.port}`,
      setupPort: setup.port,
      reload(fresh) {
        main.reload(forApp(fresh));
        setup.reload(forSetup(fresh));
      },
      async close() {
        await main.close();
        await setup.close();
      },
    };
  } catch (error) {
    await main.close();
    throw error;
  }
}

const forSetup = ({ key, cert }: EdgeMaterial) => ({ key, cert });
const forApp = ({ key, cert, clientCa }: EdgeMaterial) => ({ key, cert, ca: clientCa });

/** The app's one address, for phones to keep. */
export function hubUrlOf({ names }: Config['edge'], port: number): string {
  return `https://${names[0] ?? 'localhost'}:${port}`;
}

export interface RouteRooms extends EdgeRooms {
  gate: ConfirmGate;
  edge: Config['edge'];
}

export function createRoutes(rooms: RouteRooms): Route[] {
  const { controller, journal, bus, people, onboarding, gate, edge } = rooms;
  const { reader, zone, now, status } = rooms;
  const audit = (...entry: Parameters<EdgeRooms['audit']>) => write(() => rooms.audit(...entry));
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

  return [
    ...sessionRoutes({ ...shared, onEnded: onAccess }),
    ...meRoutes({
      ...{ ...shared, gate, onEnded: onAccess },
      confirmFor: edge?.confirm,
    }),
    ...passkeyRoutes(shared),
    ...deviceRoutes({
      ...shared,
      describePairing: onboarding?.describe,
      nameOf: onboarding?.nameOf,
    }),
    ...peopleRoutes({ ...shared, drawQr, site: rooms.site }),
    ...houseRoutes({
      ...{ controller, status, write, requireConfirmation: gate?.require },
      restart(by) {
        audit(by, 'restart', 'asked for a restart');
        setImmediate(rooms.restart);
      },
    }),
    ...dayRoutes(reader, zone),
    ...streamRoutes({ journal, status, bus, identify: people.identify }),
    ...healthRoutes(rooms.isWell),
  ];
}

/**
 * A port that the hub picked by itself it picks again, so that a restart keeps the app's address.
 *
 * @throws Refusal when the configured port cannot be had
 */
async function listenSticky(
  documents: Documents,
  key: string,
  configured: number,
  open: (port: number) => Promise<Listener>,
): Promise<Listener> {
  if (configured !== 0) return open(configured);
  const last = Number(documents.read(key) ?? 0);
  const listener = await open(last).catch(error => {
    if (last === 0 || !(error instanceof Refusal)) throw error;
    return open(0);
  });
  if (listener.port !== last) documents.write(key, String(listener.port));
  return listener;
}
