import type { Config } from '../config/config.ts';
import type { Profile } from '../protocol.ts';
import type { Delays } from './alarm-rules.ts';
import type { Rules } from './decide.ts';

const leastRowMs = 900_000;

/** What the owner has set, in the milliseconds that decisions are made in. */
export function rulesOf({
  alarm,
  notify,
  sensors,
}: Pick<Config, 'alarm' | 'notify' | 'sensors'>): Rules {
  const { sms, repeat, swinger } = notify;
  const { gap = 30, dailyCap = 30, reserve = 10, capCounts = 'messages' } = sms ?? {};
  const delaysOf = (profile: Profile): Delays => {
    const { exit = alarm.exitDelay, entry = alarm.entryDelay } = alarm.delays[profile] ?? {};
    return { exitMs: exit * 1000, entryMs: entry * 1000 };
  };
  return {
    durationMs: alarm.duration * 1000,
    confirmWindowMs: alarm.confirmWindow * 1000,
    confirmTrips: alarm.confirmTrips,
    delays: { away: delaysOf('away'), night: delaysOf('night'), home: delaysOf('home') },
    finalDoorMs: alarm.finalDoor * 1000,
    groups: alarm.groups.map(({ name, sensors, trips, window }) => ({
      ...{ name, sensors, trips },
      windowMs: window * 1000,
    })),
    rowMs: Math.max(leastRowMs, 3 * sensors.temperatureEvery * 1000),
    alerts: {
      gapMs: gap * 1000,
      pushEveryMs: repeat.pushEvery * 1000,
      pushForMs: repeat.pushFor * 1000,
      smsAfterMs: repeat.smsAfter * 1000,
      escalateAfterMs: repeat.escalateAfter * 1000,
      swingerAlarms: swinger.alarms,
      swingerQuietMs: swinger.quietFor * 1000,
      caps: { dailyCap, reserve, counts: capCounts },
    },
  };
}
