import type { SensorStatus } from '../../server/protocol.ts';

export type Tone = 'calm' | 'watch' | 'idle' | 'care' | 'alarm';

const levelWord = {
  open: 'Open',
  closed: 'Closed',
  active: 'Moving',
  idle: 'Still',
  unknown: 'Not known',
  fault: 'Fault',
} as const;

/** "Closed", "Moving", "21.5°". */
export function stateWord(sensor: SensorStatus): string {
  const { state } = sensor;
  return typeof state === 'number' ? `${state.toFixed(1)}°` : levelWord[state];
}

export function stateTone(sensor: SensorStatus): Tone {
  switch (sensor.state) {
    case 'open':
    case 'fault':
    case 'unknown':
      return 'care';
    case 'active':
      return 'watch';
    default:
      return 'idle';
  }
}

/** The line under a sensor's name; `since` is a time in words, null if it was never read. */
export function sinceLine(sensor: SensorStatus, since: string | null): string {
  if (since === null) return 'never heard from yet';
  if (sensor.kind === 'temperature' && typeof sensor.state === 'number') return `measured ${since}`;
  switch (sensor.state) {
    case 'open':
      return `open since ${since}`;
    case 'closed':
      return `closed since ${since}`;
    case 'active':
      return `moving since ${since}`;
    case 'idle':
      return `last seen ${since}`;
    case 'fault':
      return `no good reading since ${since}`;
    default:
      return `not heard from since ${since}`;
  }
}
