import type { Blocker, Level, Profile } from '../protocol.ts';
import type { Zone } from './alarm-rules.ts';
import { isWayOut } from './way-out.ts';

/**
 * Why a profile cannot be armed as the house is: contacts that stand open, and zones at fault or
 * never seen. Motion does not block: whoever arms is still moving. A contact that is left out by itself
 * when it is open does not block either.
 *
 * @param isLeaving doors of the way out may stand open: somebody goes through them
 */
export function findBlockers(
  zones: readonly Zone[],
  profile: Profile,
  levelOf: (zone: Zone) => Level | number | undefined,
  bypass: readonly string[],
  isLeaving = false,
): Blocker[] {
  return zones.flatMap(zone => {
    if (!zone.profiles.includes(profile) || zone.kind === 'chime') return [];
    if (zone.sensorKind === 'temperature' || bypass.includes(zone.sensor)) return [];
    const level = levelOf(zone) ?? 'unknown';
    if (level === 'open' && (zone.isAutoBypassed || (isLeaving && isWayOut(zone)))) return [];
    if (level === 'open' || level === 'fault' || level === 'unknown') {
      return [{ sensor: zone.sensor, reason: level }];
    }
    return [];
  });
}
