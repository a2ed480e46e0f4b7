import type { SensorHealth, SensorStatus } from '../../server/protocol.ts';

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

/** Why it does not count while the house is armed; empty when it does. */
export function bypassLine({ bypass }: Pick<SensorStatus, 'bypass'>): string {
  switch (bypass) {
    case null:
      return '';
    case 'chosen':
      return 'left out by choice until disarmed';
    case 'open':
      return 'left out: was open when armed; counts again once closed';
    default:
      return `left out: ${bypass === 'fault' ? 'had a fault' : 'was not heard from'} when armed; counts again once it is well`;
  }
}

const healthWord: Record<SensorHealth, string> = {
  good: '',
  silent: 'silent for longer than ever: is its battery or wire all right?',
  stuck: 'not at rest for longer than ever: is it stuck?',
  chattering: 'comes and goes too fast: is it loose?',
  fault: 'gives no good reading',
};

/** What its past says of it; empty when it is well. */
export function healthLine({ health, state }: Pick<SensorStatus, 'health' | 'state'>): string {
  // The state says it already.
  return state === 'fault' ? '' : healthWord[health];
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
