import type { Clock } from '../../server/clock.ts';
import { startFamily, type WiredFamily } from './wired-family.ts';

export const lines = { door: 17, hall: 27, laundry: 22, gate: 23 };

/** A family that leaves and comes home by the front door, on a clock that a test can push forward. */
export interface LeavingFamily extends WiredFamily {
  /** So many seconds go by for the hub, all at once. */
  pass(seconds: number): void;
  /** Everything closed and still, and nothing armed. */
  rest(): Promise<void>;
}

export async function startLeavingFamily(): Promise<LeavingFamily> {
  const start = Date.now() - performance.now();
  let pushedMs = 0;
  const clock: Clock = {
    wall: () => Date.now() + pushedMs,
    steady: () => Math.round(start + performance.now()) + pushedMs,
  };
  const glitch = 'glitchMs: 0, settleMs: 0';
  const family = await startFamily(
    `
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, name: Front door, kind: contact, line: ${lines.door}, zone: delay, chime: true, ${glitch} }
    - { id: hall, name: Hall, kind: motion, line: ${lines.hall}, zone: follower, ${glitch} }
    - { id: laundry, name: Laundry window, kind: contact, line: ${lines.laundry}, zone: instant, ${glitch} }
    - { id: gate, name: Side gate, kind: contact, line: ${lines.gate}, zone: chime, ${glitch} }
alarm:
  exitDelay: 45
  entryDelay: 15
  finalDoor: 1
  delays:
    night: { exit: 0, entry: 15 }
    home: { exit: 0, entry: 240 }
  profiles: { home: all }
`,
    '',
    clock,
  );
  const { house } = family;
  return {
    ...family,
    pass(seconds) {
      pushedMs += seconds * 1000;
      // The hub looks at its clock when something happens; the gate never raises an alarm.
      house.move(lines.gate, 1);
      house.move(lines.gate, 0);
    },
    async rest() {
      for (const line of Object.values(lines)) house.move(line, 0);
      await house.ask('/api/mode', 'PUT', { mode: 'monitor' });
      const { incident } = await house.ask('/api/status');
      if (incident) await house.ask(`/api/incidents/${incident.id}/acknowledge`, 'POST');
      await house.ask('/api/practice', 'PUT', { minutes: 0 });
    },
  };
}
