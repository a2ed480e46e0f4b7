import type { Mode } from '../protocol.ts';
import type { Zone } from './alarm-rules.ts';
import type { Audience, Telling } from './alerting-state.ts';

const pauseMs = 30_000;

/** A trip, on the steady clock and the wall's. */
interface Chimed {
  zone: Zone;
  mode: Mode;
  steady: number;
  wall: number;
}

/**
 * A door that says that it opened, to whoever wants to hear it: a push, never a text message, and never
 * while the house is armed. A door that is used back and forth says it once in half a minute.
 *
 * @param timeOfDay local, such as 17:03
 * @returns what to tell, if only to the house itself; undefined for nothing
 */
export function createChime(
  timeOfDay: (at: number) => string,
): (trip: Chimed, audience: () => Audience) => Telling | undefined {
  const chimedAt = new Map<string, number>();
  return ({ zone, mode, steady, wall }, audience) => {
    if (!zone.hasChime || mode === 'alert') return undefined;
    const { sensor, name, sensorKind } = zone;
    if (steady - (chimedAt.get(sensor) ?? Number.NEGATIVE_INFINITY) < pauseMs) return undefined;
    chimedAt.set(sensor, steady);
    const push = audience().push.filter(({ isQuiet, wantsChime }) => wantsChime && !isQuiet);
    const title = sensorKind === 'contact' ? `${name} opened` : `${name}: motion`;
    const body = `At ${timeOfDay(wall)}.`;
    return { kind: 'chime', title, text: title, body, at: wall, isUrgent: false, sms: [], push };
  };
}
