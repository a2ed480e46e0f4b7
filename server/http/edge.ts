import type { EdgeMaterial } from '../../pki/edge-material.ts';
import type { Config } from '../config/config.ts';
import { Refusal } from '../errors.ts';
import type { Documents } from '../state/documents.ts';
import { createApp } from './app.ts';
import { createConfirmGate } from './confirm-gate.ts';
import { createFamilySockets } from './family-sockets.ts';
import { type Listener, listen } from './listener.ts';
import { createRoutes, type EdgeRooms } from './routes.ts';
import { createSetup } from './setup/setup.ts';

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
  const family = createFamilySockets(people.isLetIn);
  rooms.bus.on('access', () => setImmediate(family.judge));
  const app = createApp({
    identify: people.identify,
    welcome(socket, via) {
      main?.welcome(socket);
      if (via === 'certificate') family.note(socket);
    },
    routes: createRoutes({ ...rooms, gate, edge: options }),
    requireConfirmation: gate.require,
    admitSender: rooms.watch.admitSender,
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
          isStrict: options.requireCertificate,
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
