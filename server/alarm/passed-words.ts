import type { AlarmEffect } from './alarm-decision.ts';
import type { Bypass } from './alarm-state.ts';

type Passed = Extract<AlarmEffect, { type: 'passed' }>['what'];

/** "; left out: Laundry, Lounge (by itself)", or nothing. */
export function leftOut(bypassed: readonly Bypass[]): string {
  const names = bypassed.map(({ name, isAuto }) => (isAuto ? `${name} (by itself)` : name));
  return names.length > 0 ? `; left out: ${names.join(', ')}` : '';
}

/** For the audit: what the alarm did by itself. */
export function passedWords(what: Passed): { action: string; detail: string } {
  switch (what.kind) {
    case 'armed':
      return { action: 'armed', detail: `armed (${what.profile})${leftOut(what.bypassed)}` };
    case 'not-armed': {
      const reasons = what.blockers.map(({ name, reason }) => `${name} ${reason}`).join(', ');
      return { action: 'not-armed', detail: `could not be armed (${what.profile}): ${reasons}` };
    }
    case 'exit-error':
      return { action: 'exit-error', detail: `${what.zone.name} was left open` };
    case 'entry':
      return { action: 'entry', detail: `${what.trip.name}: the entry delay runs` };
    case 'rejoined':
      return { action: 'rejoined', detail: `${what.bypass.name} counts again` };
    case 'practice-over':
      return { action: 'practice-over', detail: 'the practice is over: alarms are sent again' };
  }
}
