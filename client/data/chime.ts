import type { Event, SensorStatus } from '../../server/protocol.ts';
import type { KeyValue } from './last-known.ts';
import type { StatusState } from './status.ts';

const KEY = 'sec53.chime';
/** What is older was repeated by the hub after a connection was lost: that door is long closed. */
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

/** The sensor that chimes at this event; null for none. Never in ALERT. */
export function chimeOf(
  event: Event,
  { status, steadyMs }: Pick<StatusState, 'status' | 'steadyMs'>,
  nowMs: number,
): SensorStatus | null {
  if (!status || steadyMs === null || status.mode === 'alert' || event.mode === 'alert')
    return null;
  const hubNow = Date.parse(status.at) + nowMs - steadyMs;
  const isFresh = Math.abs(hubNow - Date.parse(event.at)) < FRESH_MS;
  if (event.kind !== 'trigger' || !isFresh) return null;
  return status.sensors.find(({ id, chime }) => id === event.sensor && chime) ?? null;
}
