import type { Event, ModeRequest, Notice, Profile, SignIn } from '../../server/protocol.ts';
import { type Api, createApi, type Fetch, type Method } from './api.ts';
import { isUnauthorized } from './api-error.ts';
import { dayOf } from './calendar.ts';
import { type Confirmation, createConfirmation } from './confirmation.ts';
import type { DayLog } from './day-log.ts';
import { createDayLogs } from './day-logs.ts';
import { fetchDayCounts } from './days.ts';
import { createDeparture, type Departure } from './departure.ts';
import { createKnownStatus } from './known-status.ts';
import { type KeyValue, readLastKnown } from './last-known.ts';
import { createOwnDevice, type OwnDevice } from './me.ts';
import { createListening } from './meanwhile.ts';
import { fetchSession, type SessionState, signIn, signOut } from './session.ts';
import {
  acknowledgeIncident,
  command,
  fetchStatus,
  requestRestart,
  type StatusState,
} from './status.ts';
import { createStore, type Store } from './store.ts';
import { createStream, type OpenStream } from './stream.ts';
import type { Link } from './stream-ledger.ts';
import { readMessage } from './stream-message.ts';

/** A quiet house sends nothing a script can hear: after this long the hub is asked. */
const QUIET_MS = 60_000;
const NOTICES_KEPT = 3;

export interface HousePorts {
  fetch: Fetch;
  openStream: OpenStream;
  storage: KeyValue;
  isOnline: () => boolean;
  isVisible: () => boolean;
  display: () => 'standalone' | 'browser';
}

/** The house as the screens see it: what is known, and what can be asked of it. */
export interface House {
  readonly session: Store<SessionState>;
  readonly status: Store<StatusState>;
  readonly link: Store<Link>;
  readonly notices: Store<readonly Notice[]>;
  readonly departure: Departure;
  /** What a message that was tapped asks to arm. */
  readonly asked: Store<Profile | null>;
  readonly own: OwnDevice;
  /** For what only some screens ask; a command through it may wait for a confirmation. */
  readonly api: Api;
  readonly confirmation: Confirmation;
  start(): void;
  wake(isDoubtful: boolean): void;
  networkLost(): void;
  /** Writes down at once what is known; the page may be about to go. */
  save(): void;
  signIn(credentials: SignIn): Promise<void>;
  signOut(): Promise<void>;
  setMode(request: ModeRequest): Promise<void>;
  /** A command that the hub answers with the new status. @throws ApiError */
  order(method: Method, path: string, body?: unknown): Promise<void>;
  acknowledge(incidentId: string): Promise<void>;
  restart(): Promise<void>;
  /** The day's events, loaded when first asked for and kept up to date by the stream. */
  dayLog(day: string): DayLog;
  dayCounts(from: string, to: string): Promise<ReadonlyMap<string, Record<string, number>>>;
}

export function createHouse(ports: HousePorts): House {
  const { storage } = ports;
  const remembered = readLastKnown(storage);
  const session = createStore<SessionState>(
    remembered ? { kind: 'in', session: remembered.session } : { kind: 'unknown' },
  );
  const known = createKnownStatus(storage, session, remembered);
  const { state: status, hear, save } = known;
  const departure = createDeparture(storage);
  const link = createStore<Link>('connecting');
  const notices = createStore<readonly Notice[]>([]);
  const confirmation = createConfirmation();
  const api = confirmation.guard(createApi(ports.fetch, leave));
  const logs = createDayLogs(api);
  const own = createOwnDevice(api, ports.display);
  const listening = createListening();

  const stream = createStream(ports.openStream, ports.isOnline, {
    link: value => link.set(value),
    open(caughtUp) {
      void refresh();
      void own.arrive();
      if (!caughtUp) logs.reload();
    },
    message(kind, data) {
      listening.hear(kind, data);
      const next = readMessage(kind, data, status.value.status);
      if (next.status) hear(next.status);
      if (next.event) addToDay(next.event);
      if (next.notice) notices.set([next.notice, ...notices.value].slice(0, NOTICES_KEPT));
    },
    reset() {
      void refresh();
      logs.reload();
    },
    failed: () => void refresh(),
  });

  /** Asks who we are and how the house is; a silent failure shows in the link and the state's age. */
  async function refresh(): Promise<boolean> {
    const meanwhile = listening.begin();
    try {
      const [who, state] = await Promise.all([fetchSession(api), fetchStatus(api)]);
      session.set({ kind: 'in', session: who });
      hear(meanwhile.onto(state));
      return true;
    } catch (error) {
      return isUnauthorized(error);
    } finally {
      meanwhile.end();
    }
  }

  /** No longer signed in: what was known of the house goes from the screen and from the phone. */
  function leave(): void {
    stream.stop();
    logs.clear();
    own.forget();
    confirmation.answer(false);
    notices.set([]);
    known.forget();
    departure.forget();
    session.set({ kind: 'out' });
  }

  function addToDay(event: Event): void {
    const timeZone = status.value.status?.timeZone;
    if (timeZone) logs.add(dayOf(Date.parse(event.at), timeZone), event);
  }

  async function order(method: Method, path: string, body?: unknown): Promise<void> {
    const meanwhile = listening.begin();
    try {
      hear(meanwhile.onto(await command(api, method, path, body)));
    } finally {
      meanwhile.end();
    }
  }

  async function checkQuiet(): Promise<void> {
    const heardAtMs = status.value.heardAtMs ?? 0;
    if (link.value !== 'live' || !ports.isVisible() || Date.now() - heardAtMs < QUIET_MS) return;
    if (!(await refresh())) stream.wake(true);
  }

  async function enter(): Promise<void> {
    await refresh();
    if (session.value.kind !== 'out') stream.start();
  }

  return {
    session,
    status,
    link,
    notices,
    ...{ departure, own, api, confirmation },
    asked: createStore<Profile | null>(null),
    start() {
      void enter();
      setInterval(() => void checkQuiet(), QUIET_MS / 4);
    },
    wake: stream.wake,
    networkLost: stream.networkLost,
    save,
    async signIn(credentials) {
      session.set({ kind: 'in', session: await signIn(api, credentials) });
      await enter();
    },
    async signOut() {
      await signOut(api);
      leave();
    },
    setMode: request => order('PUT', '/api/mode', request),
    order,
    async acknowledge(incidentId) {
      await acknowledgeIncident(api, incidentId);
      await refresh();
    },
    restart: () => requestRestart(api),
    dayLog: logs.get,
    dayCounts: (from, to) => fetchDayCounts(api, from, to),
  };
}
