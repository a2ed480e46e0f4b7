import { type AlarmState, initialAlarmState, type Zone } from '../../server/alarm/alarm-state.ts';
import { decide } from '../../server/alarm/decide.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Bench, Findings } from './bench.ts';
import { steadyMs } from './clock.ts';
import { median, round } from './statistics.ts';

const zones: Zone[] = Array.from({ length: 64 }, (_, index) => ({
  ...{ sensor: `zone-${index}`, name: `Zone ${index}`, sensorKind: 'contact', kind: 'instant' },
  profiles: ['away'],
}));
const rounds = 200;

/** Microseconds that one decision takes, in an alarm to which all of 64 sensors belong. */
export async function benchDecide(_bench: Bench): Promise<Findings> {
  const rules = rulesOf(loadConfig({ file: undefined, environment: {} }));
  const someone = [{ address: '+61400000001', person: 'Mum', isQuiet: false }];
  const around = {
    audience: () => ({ sms: someone, push: someone, escalation: someone }),
    zones: () => zones,
    levelOf: () => 'closed' as const,
  };
  let state: AlarmState = initialAlarmState('alert', 0);
  let steady = 0;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = steadyMs();
    for (const [index, zone] of zones.entries()) {
      steady += 1;
      const now = { steady, wall: steady, day: '2026-11-24' };
      const id = `${round}-${index}`;
      state = decide(state, { type: 'trip', id, zone, at: steady }, now, rules, around).state;
    }
    times.push(((steadyMs() - start) * 1000) / zones.length);
  }
  const us = round(median(times));
  return { lines: [`a decision takes ${us} µs with ${zones.length} sensors`], result: { us } };
}
