import type { AlarmEffect } from '../../server/alarm/alarm-decision.ts';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import type { AlarmState } from '../../server/alarm/alarm-state.ts';
import type { playHouse } from './play-house.ts';

/** What the family sees, and the phases of ALERT. */
export const states = ['OFF', 'MONITOR', 'ARMING', 'ARMED', 'PENDING', 'TRIGGERED'] as const;
export type StateName = (typeof states)[number];
type House = ReturnType<typeof playHouse>;

export function nameOf({ mode, phase }: AlarmState): StateName {
  if (mode === 'off') return 'OFF';
  if (mode === 'monitor') return 'MONITOR';
  return (
    ({ arming: 'ARMING', armed: 'ARMED', pending: 'PENDING' } as const)[phase as 'armed'] ??
    'TRIGGERED'
  );
}

/** One input, and what becomes of each state: where it goes, and after `:` what somebody is told. */
export interface Row extends Record<StateName, string> {
  input: string;
  give(house: House): void;
}

const same = '-';

/** Two samples in a row above the limit. */
function overheat(house: House, kind: Zone['kind']): void {
  const zone: Zone = {
    ...{ sensor: 'attic', name: 'attic', sensorKind: 'temperature', kind, profiles: ['away'] },
    limits: { high: 45, hysteresis: 1 },
  };
  for (const sampledAt of [house.steady - 60_000, house.steady]) {
    house.give({ type: 'temperature', id: 'attic', zone, celsius: 47, at: sampledAt, sampledAt });
  }
}

/**
 * The whole behaviour of the alarm in one table: it is played against the decision itself, and written into
 * the documentation as it stands. The house leaves by `front` (delay) and `pir-hall` (follower).
 */
export const table: Row[] = [
  {
    input: 'a person asks for OFF',
    give: house => house.disarm('off'),
    ...{ OFF: same, MONITOR: 'OFF', ARMING: 'OFF', ARMED: 'OFF' },
    ...{ PENDING: 'OFF', TRIGGERED: 'OFF' },
  },
  {
    input: 'a person asks for MONITOR',
    give: house => house.disarm('monitor'),
    ...{ OFF: 'MONITOR', MONITOR: same, ARMING: 'MONITOR', ARMED: 'MONITOR' },
    ...{ PENDING: 'MONITOR', TRIGGERED: 'MONITOR' },
  },
  {
    input: 'a person asks for ALERT, and has time to leave',
    give: house => house.arm('away'),
    ...{
      OFF: 'ARMING',
      MONITOR: 'ARMING',
      ARMING: same,
      ARMED: same,
      PENDING: same,
      TRIGGERED: same,
    },
  },
  {
    input: 'a person asks for ALERT at once',
    give: house => house.arm('away', [], true),
    ...{ OFF: 'ARMED', MONITOR: 'ARMED', ARMING: 'ARMED: armed' },
    ...{ ARMED: same, PENDING: same, TRIGGERED: same },
  },
  {
    input: 'a person asks for another profile of ALERT, which has an exit delay',
    give: house => house.arm('home'),
    ...{
      OFF: 'ARMING',
      MONITOR: 'ARMING',
      ARMING: same,
      ARMED: 'ARMING',
      PENDING: same,
      TRIGGERED: same,
    },
  },
  {
    input: 'a delay zone trips',
    give: house => house.open('garage'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'PENDING: entry' },
    ...{ PENDING: same, TRIGGERED: '-: confirmed' },
  },
  {
    input: 'a follower trips',
    give: house => house.open('pir-hall'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: same, TRIGGERED: '-: confirmed' },
  },
  {
    input: 'an instant zone trips',
    give: house => house.open('window'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: '-: confirmed' },
  },
  {
    input: 'the zone trips again that tripped first',
    give: house => house.trip('laundry').trip('laundry'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: same },
  },
  {
    input: 'a group-only zone trips',
    give: house => house.open('pir-lounge'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: '-: confirmed' },
  },
  {
    input: 'a 24-hour zone trips',
    give: house => house.open('box'),
    ...{ OFF: '-: alarm', MONITOR: '-: alarm', ARMING: 'TRIGGERED: alarm' },
    ...{ ARMED: 'TRIGGERED: alarm', PENDING: 'TRIGGERED: confirmed' },
    TRIGGERED: '-: confirmed',
  },
  {
    input: 'a chime zone trips',
    give: house => house.open('bell'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same, PENDING: same, TRIGGERED: same },
  },
  {
    input: 'a thermometer of a 24-hour zone is beyond its limit',
    give: house => overheat(house, '24-hour'),
    ...{ OFF: '-: temperature', MONITOR: '-: temperature', ARMING: '-: temperature' },
    ...{ ARMED: '-: temperature', PENDING: '-: temperature', TRIGGERED: '-: temperature' },
  },
  {
    input: 'a thermometer of an instant zone is beyond its limit',
    give: house => overheat(house, 'instant'),
    ...{ OFF: same, MONITOR: same, ARMING: same },
    ...{ ARMED: '-: temperature', PENDING: '-: temperature', TRIGGERED: '-: temperature' },
  },
  {
    input: 'one sensor fails',
    give: house => house.set('laundry', 'fault'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same, PENDING: same, TRIGGERED: same },
  },
  {
    input: 'two sensors fail',
    give: house => house.set('window', 'fault').set('laundry', 'fault'),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: 'TRIGGERED: alarm', TRIGGERED: same },
  },
  {
    input: 'the final door closes and stays closed',
    give: house => house.open('front').close('front').pass(5000),
    ...{ OFF: same, MONITOR: same, ARMING: 'ARMED: armed', ARMED: 'PENDING: entry' },
    ...{ PENDING: same, TRIGGERED: '-: confirmed' },
  },
  {
    input: 'the delay, or the alarm time, ends and all is closed',
    give: house => house.close('front').pass(300_000),
    ...{ OFF: same, MONITOR: same, ARMING: 'ARMED: armed', ARMED: same },
    ...{ PENDING: 'TRIGGERED: alarm', TRIGGERED: 'ARMED' },
  },
  {
    input: 'the delay ends and a window is open',
    give: house => house.open('laundry').pass(60_000),
    ...{ OFF: same, MONITOR: same, ARMING: 'MONITOR: not-armed', ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: same },
  },
  {
    input: 'the delay ends and the door of the way out is open',
    give: house => house.open('front').pass(60_000),
    ...{ OFF: same, MONITOR: same, ARMING: 'PENDING: armed, exit-error' },
    ...{ ARMED: 'TRIGGERED: entry, alarm', PENDING: 'TRIGGERED: alarm', TRIGGERED: '-: confirmed' },
  },
  {
    input: 'whoever leaves cancels that',
    give: house => void house.give({ type: 'cancel', by: { name: 'Tom', via: 'totp' } }),
    ...{ OFF: same, MONITOR: same, ARMING: 'MONITOR', ARMED: same },
    ...{ PENDING: same, TRIGGERED: same },
  },
  {
    input: 'somebody calls for help',
    give: house =>
      void house.give({ type: 'panic', id: 'panic', by: { name: 'Tom', via: 'totp' } }),
    ...{ OFF: '-: confirmed', MONITOR: '-: confirmed' },
    ...{ ARMING: 'TRIGGERED: confirmed', ARMED: 'TRIGGERED: confirmed' },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: '-: confirmed' },
  },
  {
    input: 'somebody is made to disarm, and writes the code for that',
    give: house => void house.give({ type: 'duress', by: { name: 'Tom', via: 'totp' } }),
    ...{ OFF: '-: duress', MONITOR: '-: duress', ARMING: '-: duress', ARMED: '-: duress' },
    ...{ PENDING: '-: duress', TRIGGERED: '-: duress' },
  },
  {
    input: 'somebody has seen it',
    give: house => void house.give({ type: 'acknowledge', by: { name: 'Tom', via: 'totp' } }),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same },
    ...{ PENDING: same, TRIGGERED: same },
  },
  {
    input: 'the hub restarts within the delay, and all is as it was',
    give: house => house.restart({ offMs: 1000 }),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same, PENDING: same, TRIGGERED: same },
  },
  {
    input: 'the hub restarts after the delay',
    give: house => house.close('front').restart({ offMs: 300_000 }),
    ...{ OFF: same, MONITOR: same, ARMING: 'ARMED: armed', ARMED: same },
    ...{ PENDING: 'TRIGGERED: alarm', TRIGGERED: 'ARMED' },
  },
  {
    input: 'the hub restarts, and does not know what time it is',
    give: house => house.restart({ isClockTrusted: false }),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: same },
    ...{ PENDING: 'TRIGGERED: alarm', TRIGGERED: same },
  },
  {
    input: 'the hub restarts, and a door was opened meanwhile',
    give: house => house.restart({ offMs: 1000, meanwhile: () => house.move('window', 'open') }),
    ...{ OFF: same, MONITOR: same, ARMING: same, ARMED: 'TRIGGERED: alarm' },
    ...{ PENDING: 'TRIGGERED: confirmed', TRIGGERED: '-: confirmed' },
  },
];

/** What of the effects somebody hears at once, in a word each. */
export function toldBy(effects: readonly AlarmEffect[]): string[] {
  return effects.flatMap(effect => {
    if (effect.type === 'report') return [effect.report.kind];
    const isNews = effect.type === 'alert' && ['alarm', 'confirmed'].includes(effect.kind);
    return isNews ? [effect.kind] : [];
  });
}

/** The state that a cell leads to. */
export function targetOf(cell: string, from: StateName): StateName {
  const [to = ''] = cell.split(':');
  return states.find(state => state === to) ?? from;
}
