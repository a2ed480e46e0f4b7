import type { Config } from '../config/config.ts';
import type { OutputOptions } from '../gpio/output.ts';
import type { DoorRules } from './door-state.ts';
import type { GuestHours } from './guest-hours.ts';

/** A garage door as the configuration has it. */
export interface DoorSpec {
  id: string;
  name: string;
  /** The contact that sees whether it is closed. */
  sensor: string;
  relay: OutputOptions;
  pulseMs: number;
  rules: DoorRules;
  /** What warns in place of the siren. */
  warning: OutputOptions | undefined;
  /** When guests may move it; undefined for never. */
  guests: GuestHours | undefined;
}

/** Lines that nothing is wired to: the simulation's own. */
const simulatedDoor = {
  ...{ id: 'garage-door', name: 'Garage door', relay: 6, activeLow: false },
  ...{ position: 'garage-door', pulseMs: 500, travel: 30, warn: 5, leftOpen: 900, autoClose: 0 },
  ...{ warning: { line: 13, activeLow: false }, guests: undefined },
};

/** The doors of the configuration; a simulated household that nobody has described has one. */
export function doorsOf({ outputs, sensors }: Pick<Config, 'outputs' | 'sensors'>): DoorSpec[] {
  const { driver, list } = sensors;
  const isInvented = driver === 'simulated' && list.length === 0 && outputs.garage.length === 0;
  return (isInvented ? [simulatedDoor] : outputs.garage).map(door => ({
    ...{ id: door.id, name: door.name, sensor: door.position, pulseMs: door.pulseMs },
    relay: { line: door.relay, activeLow: door.activeLow },
    rules: {
      travelMs: door.travel * 1000,
      warnMs: door.warn * 1000,
      leftOpenMs: door.leftOpen * 1000,
      autoCloseMs: door.autoClose * 1000,
    },
    ...{ warning: door.warning, guests: door.guests },
  }));
}
