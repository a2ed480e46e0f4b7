import type { AlarmInput } from './alarm-decision.ts';
import type { AlarmRules } from './alarm-rules.ts';
import type { AlarmState, Heard, Now, Tripped } from './alarm-state.ts';
import { firstTrip } from './incident.ts';

type Trip = Extract<AlarmInput, { type: 'trip' }>;

/** What of a trip counts: all that raise an alarm together, or nothing yet. */
interface Listened {
  heard: Heard[];
  /** Null while it raises no alarm by itself. */
  raised: Tripped[] | null;
}

/**
 * Sensors that are not believed at once: so many pulses count as one trip, and the trip of a group-only
 * sensor counts together with its group's. Whatever is heard is remembered, and shown as unconfirmed.
 *
 * @param isAlarmed something is going on already, in which every whole trip counts
 */
export function listen(
  heard: readonly Heard[],
  { id, zone, at, isWhileOff }: Trip,
  now: Now,
  rules: AlarmRules,
  isAlarmed: boolean,
): Listened {
  const { sensor, name, sensorKind, pulses, isGroupOnly } = zone;
  const trip = firstTrip(zone, at, now, { isWhileOff });
  if (!pulses && !isGroupOnly) return { heard: [...heard], raised: [trip] };
  const others = heard.filter(known => known.sensor !== sensor);
  const before = heard.find(known => known.sensor === sensor);
  const isNear = (ms: number) => (other: { steady: number }) => now.steady - other.steady <= ms;
  const trips = [
    ...(pulses ? (before?.trips ?? []).filter(isNear(pulses.windowMs)) : []),
    { id, at, steady: now.steady },
  ].slice(-(pulses?.count ?? 1));
  const isWhole = trips.length >= (pulses?.count ?? 1);
  const whole = isWhole ? trip : (before?.whole ?? null);
  const mine: Heard = { sensor, name, sensorKind, whole, trips: isWhole && pulses ? [] : trips };
  const all = [...others, mine];
  if (!isWhole) return { heard: all, raised: null };
  if (!isGroupOnly || isAlarmed) return { heard: others, raised: [trip] };
  for (const group of rules.groups) {
    if (!group.sensors.includes(sensor)) continue;
    const members = all.flatMap(({ whole: known }) =>
      known && group.sensors.includes(known.sensor) && isNear(group.windowMs)(known) ? [known] : [],
    );
    if (members.length < group.trips) continue;
    const raised = members.toSorted((a, b) => a.steady - b.steady);
    return { heard: all.filter(known => !raised.includes(known.whole ?? trip)), raised };
  }
  return { heard: all, raised: null };
}

/** Whole trips that were near enough to be part of what begins now. */
export function heardNear(
  { heard }: Pick<AlarmState, 'heard'>,
  now: Now,
  { confirmWindowMs }: AlarmRules,
): Tripped[] {
  return heard.flatMap(({ whole }) =>
    whole && now.steady - whole.steady <= confirmWindowMs ? [whole] : [],
  );
}
