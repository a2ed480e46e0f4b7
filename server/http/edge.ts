import type { EdgeMaterial } from '../../pki/edge-material.ts';
import type { Controller } from '../alarm/controller.ts';
import type { Bus } from '../bus.ts';
import type { Config } from '../config/config.ts';
import { Refusal } from '../errors.ts';
import type { HistoryReader } from '../history/reader.ts';
import type { Log } from '../log.ts';
import type { People } from '../people/people.ts';
import type { By, Status } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';
import type { Journal } from '../state/journal.ts';
import type { TimeZone } from '../time-zone.ts';
import { createApp } from './app.ts';
import { type Listener, listen } from './listener.ts';
import type { Route } from './route.ts';
import { dayRoutes } from './routes/days.ts';
import { healthRoutes } from './routes/health.ts';
import { houseRoutes } from './routes/house.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/stream.ts';
import { createSetup } from './setup.ts';

export interface EdgeRooms {
  journal: Journal;
  bus: Bus;
  controller: Controller;
  documents: Documents;
  reader: HistoryReader;
  people: People;
  zone: TimeZone;
  log: Log;
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
  close(): Promise<void>;
}

/** Opens the app's port and the setup port. */
export async function openEdge(
  options: Config['edge'] & { assets: string },
  material: EdgeMaterial,
  rooms: EdgeRooms,
): Promise<Edge> {
  const { host, names } = options;
  const { key, cert, clientCa, rootPem } = material;
  let main: Listener | undefined;
  const app = createApp({
    identify: rooms.people.identify,
    welcome: socket => main?.welcome(socket),
    routes: createRoutes(rooms),
    assets: options.assets,
    log: rooms.log,
  });
  main = await listenSticky(rooms.documents, 'port', options.port, port =>
    listen(app.callback(), {
      ...{ host, port, key: 'edge.port' },
      tls: {
        ...{ key, cert, ca: clientCa },
        requestCert: true,
        rejectUnauthorized: options.requireCertificate,
      },
    }),
  );
  try {
    const setup = await listenSticky(rooms.documents, 'setup-port', options.setupPort, port =>
      listen(createSetup(rootPem), {
        ...{ host, port, key: 'edge.setupPort' },
        tls: { key, cert },
      }),
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

export function createRoutes(rooms: EdgeRooms): Route[] {
  const { controller, journal, bus, people, reader, zone, audit, now, status } = rooms;

  /** A command comes after what happened before it. */
  function write(work: () => void): void {
    rooms.flush();
    work();
  }

  return [
    ...sessionRoutes({
      ...people,
      onEnded: () => bus.emit('access', undefined),
      audit: (by, action, detail) => write(() => audit(by, action, detail)),
      now,
    }),
    ...houseRoutes({
      ...{ controller, status, write },
      restart(by) {
        write(() => audit(by, 'restart', 'asked for a restart'));
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
