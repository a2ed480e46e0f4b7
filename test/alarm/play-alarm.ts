import type { AlarmEffect, AlarmInput } from '../../server/alarm/alarm-decision.ts';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import { type AlarmState, initialAlarmState } from '../../server/alarm/alarm-state.ts';
import type { Audience, Recipient } from '../../server/alarm/alerting-state.ts';
import { decide, nextDeadline } from '../../server/alarm/decide.ts';
import { rulesOf } from '../../server/alarm/rules.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { Mode } from '../../server/protocol.ts';
import { createTimeZone } from '../../server/time-zone.ts';

const by = { name: 'Mum', via: 'certificate' as const };
export const melbourne = createTimeZone('Australia/Melbourne');

const zones: Zone[] = ['laundry', 'hall', 'kitchen', 'box'].map(sensor => ({
  ...{ sensor, name: sensor, sensorKind: 'contact' },
  kind: sensor === 'box' ? '24-hour' : 'instant',
  profiles: ['away'],
}));

export function recipients(...addresses: string[]): Recipient[] {
  return addresses.map(address => ({ address, person: address, isQuiet: false }));
}

export const family: Audience = {
  sms: recipients('+61400000001', '+61400000002'),
  push: recipients('phone'),
  escalation: recipients('+61400000008', '+61400000009'),
};

/** One message that leaves the house. `at` is on the steady clock. */
interface Sent {
  at: number;
  wall: number;
  kind: string;
  channel: 'sms' | 'push';
  address: string;
  incident: string;
}

/** The alarm over time: what is due by itself happens when it is due, between what a test does to it. */
export function playAlarm(
  options: { audience?: Audience; start?: number; mode?: Mode; notify?: object } = {},
) {
  const { audience = family, start = Date.parse('2026-11-24T02:00:00Z'), mode = 'alert' } = options;
  const config = loadConfig({ file: undefined, environment: {} });
  const rules = rulesOf(config);
  Object.assign(rules.alerts, options.notify);
  let state: AlarmState = initialAlarmState(mode, start);
  let steady = start;
  let wall = start;
  let count = 0;
  const sent: Sent[] = [];
  const effects: AlarmEffect[] = [];

  const around = { audience: () => audience, zones: () => zones, levelOf: () => 'closed' as const };

  function give(input: AlarmInput): void {
    const now = { steady, wall, day: melbourne.localDay(wall) };
    const result = decide(state, input, now, rules, around);
    state = result.state;
    effects.push(...result.effects);
    for (const effect of result.effects) {
      if (effect.type === 'alert') note(effect.kind, effect, effect.incident.id);
      if (effect.type === 'cap-reached') note('cap', effect, '');
      if (effect.type === 'telling') note(effect.telling.kind, effect.telling, '');
    }
  }

  function note(kind: string, to: Pick<Audience, 'sms' | 'push'>, incident: string): void {
    for (const channel of ['sms', 'push'] as const) {
      for (const { address } of to[channel]) {
        sent.push({ at: steady, wall, kind, channel, address, incident });
      }
    }
  }

  const play = {
    sent,
    effects,
    rules,
    get state() {
      return state;
    },
    get steady() {
      return steady;
    },
    of: (channel: 'sms' | 'push', kind?: string) =>
      sent.filter(message => message.channel === channel && (!kind || message.kind === kind)),
    /** Time passes on both clocks. */
    pass(ms: number) {
      const until = steady + ms;
      for (;;) {
        const due = nextDeadline(state);
        if (due === null || due > until) break;
        const step = Math.max(0, due - steady);
        steady += step;
        wall += step;
        give({ type: 'tick', id: `tick-${steady}` });
        if (nextDeadline(state) === due) throw new Error(`what was due at ${due} is due for ever`);
      }
      wall += until - steady;
      steady = until;
      return play;
    },
    /** The wall clock is set, as a network does after a power cut. */
    setWall(to: number) {
      wall = to;
      return play;
    },
    /** What a restart leaves of it. */
    restart() {
      state = JSON.parse(JSON.stringify(state));
      return play;
    },
    trip(sensor: string) {
      const zone = zones.find(known => known.sensor === sensor);
      if (!zone) throw new Error(sensor);
      count += 1;
      give({ type: 'trip', id: `${sensor}-${count}`, zone, at: wall });
      return play;
    },
    seen() {
      give({ type: 'acknowledge', by });
      return play;
    },
    set(to: Mode) {
      const profile = to === 'alert' ? ('away' as const) : null;
      give({ type: 'command', mode: to, profile, bypass: [], by });
      return play;
    },
    give,
  };
  return play;
}
