import { HttpProblem } from '../errors.ts';
import type { Profile } from '../protocol.ts';
import type { House } from '../sensors/house.ts';
import type { Zone } from './alarm-rules.ts';
import { findBlockers } from './blockers.ts';

/**
 * @param isLeaving an exit delay begins: doors of the way out may stand open
 * @param profile what is to be armed; null when nothing is
 * @throws HttpProblem `invalid` when a bypass is no sensor, `blocked` with what stands in the way,
 *   `not_possible` when nothing would be watched
 */
export function checkArming(
  house: House,
  profile: Profile | null,
  bypass: readonly string[],
  isLeaving: boolean,
): void {
  const zones = house.zones();
  const stranger = bypass.find(id => !zones.some(zone => zone.sensor === id));
  if (stranger !== undefined) {
    const message = `there is no sensor ${JSON.stringify(stranger)}`;
    throw new HttpProblem('invalid', { errors: [{ path: 'bypass', message }] });
  }
  if (!profile) return;
  const isWatched = ({ kind, profiles }: Zone) => kind !== 'chime' && profiles.includes(profile);
  if (zones.length > 0 && !zones.some(isWatched)) {
    const detail = `no sensor counts in ${profile}: choose some in House, Settings`;
    throw new HttpProblem('not_possible', { detail });
  }
  const levelOf = (zone: Zone) => house.level(zone.sensor, zone.sensorKind)?.value;
  const blockers = findBlockers(zones, profile, levelOf, bypass, isLeaving);
  if (blockers.length > 0) throw new HttpProblem('blocked', { blockers });
}
