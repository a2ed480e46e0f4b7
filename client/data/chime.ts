import type { SensorStatus } from '../../server/protocol.ts';
import type { KeyValue } from './last-known.ts';
import type { StatusState } from './status.ts';

const KEY = 'sec53.chime';
/** What is older was held up on its way: that door is long closed. */
const FRESH_MS = 10_000;

/** Off until somebody wants it. */
export function isChimeOn(storage: KeyValue): boolean {
  try {
    return storage.getItem(KEY) === 'on';
  } catch {
    return false;
  }
}

/** Without storage it lasts until the app is closed. */
export function setChime(storage: KeyValue, isOn: boolean): void {
  try {
    if (isOn) storage.setItem(KEY, 'on');
    else storage.removeItem(KEY);
  } catch {
    return;
  }
}

/** What the hub said of a sensor. */
type Seen = Pick<SensorStatus, 'state' | 'since'>;

/** The sensors that chime now, by what is known, whether it is heard live, and the steady clock. */
export type Chimes = (
  known: Pick<StatusState, 'status' | 'steadyMs'>,
  isLive: boolean,
  nowMs: number,
) => SensorStatus[];

/**
 * Follows what is known of the house, because in OFF there are no events. Never in ALERT, once a trip,
 * and not at what the hub says first on a connection: that may have happened at any time before.
 */
export function createChimes(): Chimes {
  let seen: Map<string, Seen> | null = null;
  /** When the hub said what was known last before it was heard live. */
  let before: string | null = null;
  return ({ status, steadyMs }, isLive, nowMs) => {
    if (!status || steadyMs === null) return [];
    if (!isLive) {
      seen = null;
      before = status.at;
    }
    // Until the hub has said anew how it is, the stream repeats what was missed.
    if (!isLive || status.at === before) return [];
    before = null;
    const known = seen;
    const latest = new Map(known);
    const hubNow = Date.parse(status.at) + nowMs - steadyMs;
    const tripped = status.sensors.filter(({ id, chime, state, since }) => {
      const last = known?.get(id);
      // An answer that was long on its way says what was.
      if (last && !isAfter(since, last.since)) return false;
      latest.set(id, { state, since });
      const isTrip = isActive(state) && (last?.state === 'closed' || last?.state === 'idle');
      const isFresh = since !== null && Math.abs(hubNow - Date.parse(since)) < FRESH_MS;
      return chime && isTrip && isFresh;
    });
    seen = latest;
    return status.mode === 'alert' ? [] : tripped;
  };
}

function isActive(state: SensorStatus['state']): boolean {
  return state === 'open' || state === 'active';
}

function isAfter(since: string | null, last: string | null): boolean {
  return since !== null && (last === null || Date.parse(since) > Date.parse(last));
}
