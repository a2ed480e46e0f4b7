import type { Blocker, Profile, SensorStatus } from '../../server/protocol.ts';
import { isWayOut } from '../data/blockers.ts';
import { profileTitle } from './mode.ts';

/** The sentence above everything while somebody leaves. Seconds are whole; 0 is over. */
export function leavingWords(seconds: number | null): string {
  if (seconds === null) return 'Leaving. It will be armed soon.';
  return seconds === 0 ? 'Armed any moment.' : `Leaving. Armed in ${seconds} s.`;
}

/** The sentence above everything while somebody who came in has time to disarm. */
export function entryWords(seconds: number | null): string {
  if (seconds === null) return 'Somebody came in.';
  return seconds === 0 ? 'The alarm starts now.' : `Somebody came in. Alarm in ${seconds} s.`;
}

type Named = Pick<SensorStatus, 'name' | 'zone'>;

const blockerReason: Record<Blocker['reason'], string> = {
  open: 'is open',
  fault: 'has a fault',
  unknown: 'has not been heard from',
};

export function blockerWords(blocker: Blocker, name: string): string {
  return `${name} ${blockerReason[blocker.reason]}.`;
}

/** What would keep the house from being armed, and what to do about it. */
export function againstWords({ reason }: Blocker, sensor: Named): string {
  const { name } = sensor;
  switch (reason) {
    case 'open':
      return isWayOut(sensor)
        ? `${name} is open: close it behind you, or it counts as somebody coming in.`
        : `${name} is open: close it, or it will not arm.`;
    case 'fault':
      return `${name} has a fault: it will not arm unless that ends.`;
    case 'unknown':
      return `${name} has not been heard from: it will not arm unless it answers.`;
  }
}

/** Beside the tick of what is in nobody's way any more. */
export function clearedWords({ reason }: Blocker, name: string): string {
  return reason === 'open' ? `${name} is closed now.` : `${name} is well now.`;
}

const leftOutReason: Record<Blocker['reason'], string> = {
  open: 'open',
  fault: 'at fault',
  unknown: 'not heard from',
};

/** "Laundry window (open) and Shed (at fault) left out". */
export function withoutWords(blockers: readonly Blocker[], nameOf: (id: string) => string): string {
  const named = blockers.map(
    ({ sensor, reason }) => `${nameOf(sensor)} (${leftOutReason[reason]})`,
  );
  const last = named.pop();
  if (last === undefined) return 'nothing is in the way any more';
  return `${named.length > 0 ? `${named.join(', ')} and ${last}` : last} left out`;
}

/** "Night", as it is armed. */
export function armWords(profile: Profile): string {
  return `Alert, ${profileTitle[profile].toLowerCase()}`;
}
