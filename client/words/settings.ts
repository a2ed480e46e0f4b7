import type {
  HouseSettings,
  Profile,
  Schedule,
  SensorGroup,
  SensorSettings,
  SettingsPage,
  Weekday,
  ZoneKind,
} from '../../server/protocol.ts';
import { choosableSensors } from '../data/settings-edits.ts';
import { capital } from './capital.ts';
import { listWords } from './list-words.ts';
import { profileTitle } from './mode.ts';
import { nearTime } from './time.ts';

export const ZONES: readonly ZoneKind[] = ['delay', 'follower', 'instant', '24-hour', 'chime'];

export const zoneTitle: Record<ZoneKind, string> = {
  ...{ delay: 'Delay', follower: 'Follower', instant: 'Instant' },
  ...{ '24-hour': '24-hour', chime: 'Chime' },
};

export const zoneMeans: Record<ZoneKind, string> = {
  delay: 'A door you come in by: starts the countdown.',
  follower: 'On the way in: waits while the countdown runs, otherwise alarms at once.',
  instant: 'Alarms at once while the house is armed.',
  '24-hour': 'Alarms in every mode, even Off.',
  chime: 'Never alarms; tells the family that it opened.',
};

export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export const weekdayName: Record<Weekday, string> = {
  ...{ mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday' },
  ...{ fri: 'Friday', sat: 'Saturday', sun: 'Sunday' },
};

export const SCHEDULE_WHEN: readonly Schedule['when'][] = ['always', 'everyone-in', 'ask'];

export const whenTitle: Record<Schedule['when'], string> = {
  ...{ always: 'Always', 'everyone-in': 'When everyone is in', ask: 'Ask first' },
};

export const whenMeans: Record<Schedule['when'], string> = {
  always: 'It arms, whoever is where.',
  'everyone-in': 'It arms when everyone is in, and asks while nobody knows who is in.',
  ask: 'It sends a question; somebody says yes.',
};

/** "1 sensor", "3 sensors". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** "30 s", "1 min 30 s", "30 min", "1 h 5 min": exact, unlike what is said of a time that runs. */
export function secondsWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const said = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return said.join(' ') || '0 s';
}

/** "9 sensors, 2 with an entry delay". */
export function sensorsWords({ sensors }: HouseSettings): string {
  const delayed = sensors.filter(({ zone }) => zone === 'delay').length;
  return delayed === 0
    ? `${count(sensors.length, 'sensor')}, none with an entry delay`
    : `${count(sensors.length, 'sensor')}, ${delayed} with an entry delay`;
}

/** "Delay, chime, 2 trips within 30 s". */
export function sensorWords(sensor: SensorSettings): string {
  const { zone, chime, autoBypass, groupOnly, pulses, pulseWindow, entryDelay } = sensor;
  const parts = [zoneTitle[zone]];
  if (zone === 'chime') return 'Chime: never alarms';
  if (zone === 'delay' && entryDelay !== null) parts.push(`disarm ${withinWords(entryDelay)}`);
  if (chime) parts.push('with a chime');
  if (pulses > 1) parts.push(`${pulses} trips within ${secondsWords(pulseWindow)}`);
  if (groupOnly) parts.push('only with its group');
  if (autoBypass) parts.push('left out when open');
  return parts.join(', ');
}

function delayOf({ alarm }: HouseSettings, profile: Profile, side: 'exit' | 'entry') {
  const house = side === 'exit' ? alarm.exitDelay : alarm.entryDelay;
  return alarm.delays[profile]?.[side] ?? house;
}

/** "all 9 sensors", "7 of 9 sensors", "no sensor". */
export function membersWords(settings: HouseSettings, profile: Profile): string {
  const choosable = choosableSensors(settings);
  const members = settings.alarm.profiles[profile];
  const total = count(choosable.length, 'sensor');
  if (members === 'all') return choosable.length === 1 ? total : `all ${total}`;
  const counted = choosable.filter(({ id }) => members.includes(id)).length;
  return counted === 0 ? 'no sensor' : `${counted} of ${total}`;
}

/** "7 of 9 sensors, leave in 60 s, disarm within 30 s". */
export function profileWords(settings: HouseSettings, profile: Profile): string {
  const exit = delayOf(settings, profile, 'exit');
  const entry = delayOf(settings, profile, 'entry');
  const leave = exit === 0 ? 'arms at once' : `leave in ${secondsWords(exit)}`;
  const come = entry === 0 ? 'alarms at once' : `disarm ${withinWords(entry)}`;
  return capital(`${membersWords(settings, profile)}, ${leave}, ${come}`);
}

function withinWords(seconds: number): string {
  return seconds === 0 ? 'at once' : `within ${secondsWords(seconds)}`;
}

/** What makes an alarm sure, and how long it lasts. */
export function confirmWords({ alarm }: HouseSettings): string {
  const { confirmWindow, confirmTrips, duration } = alarm;
  const trips =
    confirmTrips > 0 && confirmWindow > 0 ? `, or ${confirmTrips} trips of one sensor` : '';
  const sure =
    confirmWindow === 0
      ? 'Nothing confirms an alarm'
      : `A second sensor${trips} within ${secondsWords(confirmWindow)} confirms an alarm`;
  return `${sure}, which lasts ${secondsWords(duration)}`;
}

/** "2 of 3 sensors within 1 min". */
export function groupWords({ sensors, trips, window }: SensorGroup): string {
  return `${trips} of ${count(sensors.length, 'sensor')} within ${secondsWords(window)}`;
}

export function groupsWords({ alarm: { groups } }: HouseSettings): string {
  const [only] = groups;
  if (!only) return 'None: every sensor speaks for itself';
  if (groups.length === 1) return `${only.name}: ${groupWords(only)}`;
  return `${count(groups.length, 'group')}: ${listWords(groups.map(({ name }) => name))}`;
}

/** "every day", "Monday to Friday", "Saturday and Sunday", "4 days a week". */
export function daysWords(days: readonly Weekday[]): string {
  const chosen = WEEKDAYS.filter(day => days.includes(day));
  const [first] = chosen;
  if (first === undefined) return 'on no day';
  if (chosen.length === 7) return 'every day';
  if (chosen.join() === 'mon,tue,wed,thu,fri') return 'Monday to Friday';
  if (chosen.length <= 2) return chosen.map(day => weekdayName[day]).join(' and ');
  return chosen.map(day => weekdayName[day].slice(0, 3)).join(', ');
}

/** "Night at 23:00, every day", with what is asked first. */
export function scheduleWords({ at, days, profile, when }: Schedule): string {
  const asks = { always: '', 'everyone-in': ', when everyone is in', ask: ', asks first' }[when];
  return `${profileTitle[profile]} at ${at || '?'}, ${daysWords(days)}${asks}`;
}

export function schedulesWords({ alarm: { schedules, bedtime } }: HouseSettings): string {
  const [only] = schedules;
  const arms = !only
    ? 'Nothing is armed by itself'
    : schedules.length === 1
      ? scheduleWords(only)
      : count(schedules.length, 'schedule');
  return bedtime === null ? arms : `${arms}; at ${bedtime} it tells what stands open`;
}

/** Who wrote a version; the hub's own word for whoever edited the file is "by hand". */
export function writtenBy(by: string): string {
  return by === 'by hand' ? 'written by hand' : `saved by ${by}`;
}

export function versionsWords(
  versions: SettingsPage['versions'],
  nowMs: number,
  timeZone: string,
): string {
  const [last] = versions;
  if (!last) return 'None yet';
  return `${count(versions.length, 'version')}, the last ${writtenBy(last.by)}, ${nearTime(last.at, nowMs, timeZone)}`;
}

/** Why nothing can be changed, as the hub says it. */
export function lockedWords(locked: string): string {
  return capital(/[.!?]$/.test(locked) ? locked : `${locked}.`);
}
