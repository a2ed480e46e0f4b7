import type { Blocker, SensorStatus, Status } from '../../server/protocol.ts';

/** Where somebody who leaves passes: its door may stand open until the time is over. */
export function isWayOut({ zone }: Pick<SensorStatus, 'zone'>): boolean {
  return zone === 'delay' || zone === 'follower';
}

/** What a sensor has against being armed at this moment; null for nothing. */
function reasonAgainst({ kind, state }: SensorStatus): Blocker['reason'] | null {
  if (kind === 'temperature') return null;
  return state === 'open' || state === 'fault' || state === 'unknown' ? state : null;
}

/** Of those that were named, what is still in the way. One that is at rest again must not be left out. */
export function stillAgainst(
  blockers: readonly Blocker[],
  sensors: readonly SensorStatus[],
): Blocker[] {
  return blockers.flatMap(blocker => {
    const sensor = sensors.find(({ id }) => id === blocker.sensor);
    const reason = sensor ? reasonAgainst(sensor) : blocker.reason;
    return reason === null ? [] : [{ ...blocker, reason }];
  });
}

/**
 * What would keep the house from being armed now: as the hub said it last, with what the doors have
 * done since. A door that the hub leaves out by itself was not named by it, and is not added here
 * unless it moved.
 */
export function againstArming({
  at,
  profile,
  alarm,
  sensors,
}: Pick<Status, 'at' | 'profile' | 'alarm' | 'sensors'>): Blocker[] {
  return sensors.flatMap(sensor => {
    const reason = reasonAgainst(sensor);
    if (reason === null || sensor.bypassed || sensor.zone === 'chime') return [];
    const isNamed = alarm.blockers?.some(blocker => blocker.sensor === sensor.id) ?? false;
    const isOfProfile = profile !== null && sensor.profiles.includes(profile);
    const hasMoved = sensor.since !== null && Date.parse(sensor.since) > Date.parse(at);
    return isNamed || (isOfProfile && hasMoved) ? [{ sensor: sensor.id, reason }] : [];
  });
}
