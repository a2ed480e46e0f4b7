import type { Profile } from '../protocol.ts';
import type { Scene, Zone } from './alarm-rules.ts';
import type { AlarmState, Bypass } from './alarm-state.ts';
import type { News } from './alerting.ts';
import { findBlockers } from './blockers.ts';
import { hub, type Transition, unchanged } from './moves.ts';

/** Zones that somebody wants out, with what they have against being armed. */
export function bypassesOf(ids: readonly string[], { zones, levelOf }: Scene): Bypass[] {
  return zones().flatMap(zone => {
    if (!ids.includes(zone.sensor)) return [];
    const level = zone.sensorKind === 'temperature' ? undefined : (levelOf(zone) ?? 'unknown');
    const isAgainst = level === 'open' || level === 'fault' || level === 'unknown';
    const { sensor, name } = zone;
    return [{ sensor, name, reason: isAgainst ? level : 'chosen', isAuto: false }];
  });
}

/** Open zones of a profile that are set to be left out by themselves. */
export function autoBypassesOf(
  profile: Profile,
  known: readonly Bypass[],
  { zones, levelOf }: Scene,
): Bypass[] {
  return zones().flatMap(zone => {
    const isOut = known.some(({ sensor }) => sensor === zone.sensor);
    const isOpen = zone.isAutoBypassed && zone.profiles.includes(profile) && !isOut;
    if (!isOpen || levelOf(zone) !== 'open') return [];
    const { sensor, name } = zone;
    return [{ sensor, name, reason: 'open' as const, isAuto: true }];
  });
}

/** What keeps the house from being armed if the exit delay ended now. */
export function againstArming(
  { profile, bypassed }: Pick<AlarmState, 'profile' | 'bypassed'>,
  { zones, levelOf }: Scene,
) {
  if (!profile) return [];
  const out = bypassed.map(({ sensor }) => sensor);
  return findBlockers(zones(), profile, levelOf, out);
}

/**
 * An alarm cuts the exit delay short, and nobody is asked any more: what stands against being armed is left
 * out until it is at rest.
 *
 * @param raised what raises the alarm, and belongs to it
 */
export function cutExit(
  state: AlarmState,
  scene: Scene,
  raised: readonly string[] = [],
): AlarmState {
  if (!state.exit || !state.profile) return state;
  const ids = againstArming(state, scene)
    .map(({ sensor }) => sensor)
    .filter(id => !raised.includes(id));
  const added = bypassesOf(ids, scene).map(bypass => ({ ...bypass, isAuto: true }));
  const auto = autoBypassesOf(state.profile, [...state.bypassed, ...added], scene);
  const isLeftOut = ({ sensor }: Bypass) => !raised.includes(sensor);
  return { ...state, bypassed: [...state.bypassed, ...added, ...auto.filter(isLeftOut)] };
}

/** What nobody has heard yet that it is left out, of an exit delay that is cut short. */
export function leftOutNews({ exit, profile, bypassed, by }: AlarmState): News[] {
  if (!exit || !profile || bypassed.length === 0) return [];
  const report = { kind: 'armed' as const, profile, bypassed, by: by ?? hub };
  return [{ type: 'report', report }];
}

/** Those that are still not at rest, or that somebody wants out. */
export function stillLeftOut(bypassed: readonly Bypass[], { zones, levelOf }: Scene): Bypass[] {
  const known = new Map(zones().map(zone => [zone.sensor, zone]));
  return bypassed.filter(({ sensor, reason }) => {
    const zone = known.get(sensor);
    const level = zone && levelOf(zone);
    return reason === 'chosen' || (level !== 'closed' && level !== 'idle');
  });
}

/** Zones at rest again that were left out for what they had against being armed. */
export function rejoin(state: AlarmState, zone: Zone): Transition {
  const bypass = state.bypassed.find(({ sensor }) => sensor === zone.sensor);
  if (!bypass || bypass.reason === 'chosen') return unchanged(state);
  const bypassed = state.bypassed.filter(other => other !== bypass);
  return {
    state: { ...state, bypassed },
    effects: [{ type: 'passed', what: { kind: 'rejoined', bypass }, by: state.by ?? hub }],
    news: [],
  };
}
