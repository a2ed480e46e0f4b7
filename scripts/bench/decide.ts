import type { Group, Zone } from '../../server/alarm/alarm-rules.ts';
import { type AlarmState, initialAlarmState } from '../../server/alarm/alarm-state.ts';
import { decide } from '../../server/alarm/decide.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Bench, Findings } from './bench.ts';
import { steadyMs } from './clock.ts';
import { median, round } from './statistics.ts';

/** Half of them raise an alarm only with their group, and each group has eight. */
const zones: Zone[] = Array.from({ length: 64 }, (_, index) => ({
  ...{ sensor: `zone-${index}`, name: `Zone ${index}`, sensorKind: 'contact', kind: 'instant' },
  profiles: ['away'],
  ...(index % 2 ? { isGroupOnly: true } : {}),
}));
const groups: Group[] = Array.from({ length: 16 }, (_, index) => ({
  name: `Group ${index}`,
  sensors: Array.from({ length: 8 }, (_, member) => `zone-${(index * 4 + member) % 64}`),
  // Of which half only can ever trip alone: what is heard is looked through and stays.
  ...{ trips: 5, windowMs: 3_600_000 },
}));
const rounds = 200;

/**
 * Microseconds that one decision takes with 64 sensors and 16 groups: in an alarm to which all of them
 * belong, and, which looks further, while nothing is raised and all of the groups listen.
 */
export async function benchDecide(_bench: Bench): Promise<Findings> {
  const rules = { ...rulesOf(loadConfig({ file: undefined, environment: {} })), groups };
  const someone = [{ address: '+61400000001', person: 'Mum', isQuiet: false }];
  const around = {
    audience: () => ({ sms: someone, push: someone, escalation: someone }),
    zones: () => zones,
    levelOf: () => 'closed' as const,
  };

  function measure(tripped: readonly Zone[]): number {
    let state: AlarmState = initialAlarmState('alert', 0);
    let steady = 0;
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = steadyMs();
      for (const [index, zone] of tripped.entries()) {
        steady += 1;
        const now = { steady, wall: steady, day: '2026-11-24' };
        const id = `${round}-${index}`;
        const input = { type: 'trip' as const, id, zone, at: steady };
        state = decide(state, input, now, rules, around).state;
      }
      times.push(((steadyMs() - start) * 1000) / tripped.length);
    }
    return median(times);
  }

  const alarmed = round(measure(zones));
  const listening = round(measure(zones.filter(({ isGroupOnly }) => isGroupOnly)));
  const us = Math.max(alarmed, listening);
  return {
    lines: [
      `a decision takes ${alarmed} µs in an alarm of ${zones.length} sensors, and ${listening} µs while ${groups.length} groups listen`,
    ],
    result: { us, alarmed_us: alarmed, listening_us: listening },
  };
}
