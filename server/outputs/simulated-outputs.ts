import type { OpenOutput } from '../gpio/output.ts';
import type { Reading } from '../sensors/reading.ts';
import type { DoorSpec } from './door-specs.ts';

interface Rooms {
  /** Times faster than life. */
  speed: number;
  now(): number;
  /** The level of a contact; undefined while nothing was ever read. */
  levelOf(sensor: string): unknown;
  push(reading: Reading): void;
}

/** The sensor sees at once that it is not closed any more, and only at the end that it is. */
const travelMs = { opening: 1_000, closing: 12_000 };

/** Lines of an invented house. A relay moves its door, and everything else is only remembered. */
export function createSimulatedOutputs(doors: readonly DoorSpec[], rooms: Rooms): OpenOutput {
  const { speed, now, levelOf, push } = rooms;
  return async ({ line }) => {
    const door = doors.find(({ relay }) => relay.line === line);
    let moving: NodeJS.Timeout | undefined;

    function move(sensor: string): void {
      const isOpening = levelOf(sensor) === 'closed';
      const value = isOpening ? 'open' : 'closed';
      const ms = travelMs[isOpening ? 'opening' : 'closing'] / speed;
      clearTimeout(moving);
      moving = setTimeout(() => push({ sensor, kind: 'contact', value, at: now() }), ms).unref();
    }

    return {
      set: async () => undefined,
      async pulse() {
        if (door) move(door.sensor);
      },
      close: async () => clearTimeout(moving),
    };
  };
}
