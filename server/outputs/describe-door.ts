import type { Clock } from '../clock.ts';
import type { GarageStatus } from '../protocol.ts';
import type { LevelRecord } from '../state/levels.ts';
import { toIso } from '../status.ts';
import type { DoorSpec } from './door-specs.ts';
import { closesAt, type DoorState, positionOf } from './door-state.ts';

/**
 * What the family sees of a door.
 *
 * @param seen what its sensor said last
 */
export function describeDoor(
  { id, name, sensor, rules }: DoorSpec,
  state: DoorState,
  seen: LevelRecord | undefined,
  clock: Clock,
): GarageStatus {
  const toWall = (steady: number) => toIso(clock.wall() + steady - clock.steady());
  const closes = closesAt(state, rules);
  return {
    ...{ id, name, sensor, position: positionOf(state) },
    since: state.phase !== 'resting' ? toWall(state.since) : seen ? toIso(seen.since) : null,
    until: state.until === null ? null : toWall(state.until),
    by: state.by,
    warn: rules.warnMs / 1000,
    closesAt: closes === null ? null : toWall(closes),
  };
}
