import type { HouseSettings, SensorGroup, SensorSettings } from '../../server/protocol.ts';

/** Which whole numbers are right: 0 where that means none, else from `min` to `max`. */
export interface Range {
  min: number;
  max: number;
  hasZero: boolean;
  /** By how much one tap changes it. */
  step: number;
}

/** As the hub checks them: a delay that is too short helps nobody, one that is too long protects nobody. */
export const ranges = {
  exitDelay: { min: 45, max: 255, hasZero: true, step: 5 },
  entryDelay: { min: 15, max: 240, hasZero: true, step: 5 },
  finalDoor: { min: 1, max: 60, hasZero: true, step: 1 },
  confirmWindow: { min: 1, max: 86_400, hasZero: true, step: 300 },
  confirmTrips: { min: 2, max: 20, hasZero: true, step: 1 },
  duration: { min: 1, max: 900, hasZero: false, step: 30 },
  pulses: { min: 1, max: 10, hasZero: false, step: 1 },
  pulseWindow: { min: 1, max: 600, hasZero: false, step: 5 },
  trips: { min: 2, max: 20, hasZero: false, step: 1 },
  window: { min: 1, max: 3600, hasZero: false, step: 10 },
} as const satisfies Record<string, Range>;

export function isAllowed({ min, max, hasZero }: Range, value: number): boolean {
  return Number.isInteger(value) && ((value >= min && value <= max) || (hasZero && value === 0));
}

/** The next right number above or below, in round steps. */
export function stepFrom(range: Range, value: number, direction: 1 | -1): number {
  const { min, max, hasZero, step } = range;
  if (Number.isNaN(value)) return min;
  if (direction === 1) {
    return value < min ? min : Math.min(max, (Math.floor(value / step) + 1) * step);
  }
  if (value <= min) return hasZero ? 0 : min;
  return Math.min(max, Math.max(min, (Math.ceil(value / step) - 1) * step));
}

/** What is wrong with a field, found before the hub is asked, or by the hub. */
export interface Wrong {
  /** `alarm.groups.0.trips`, `sensors.2.name` */
  path: string;
  /** What to do about it. */
  message: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Everything that the hub would refuse, in the order of the pages. */
export function findWrong(settings: HouseSettings): Wrong[] {
  const { alarm, sensors } = settings;
  const wrong: Wrong[] = [];
  const say = (path: string, message: string) => wrong.push({ path, message });
  const check = (path: string, range: Range, value: number) => {
    if (!isAllowed(range, value)) say(path, rangeWords(range));
  };
  for (const [index, sensor] of sensors.entries()) {
    for (const { path, message } of sensorWrong(sensor, alarm.groups)) {
      say(`sensors.${index}.${path}`, message);
    }
  }
  for (const [profile, own] of Object.entries(alarm.delays)) {
    if (own.exit !== undefined) check(`alarm.delays.${profile}.exit`, ranges.exitDelay, own.exit);
    if (own.entry !== undefined)
      check(`alarm.delays.${profile}.entry`, ranges.entryDelay, own.entry);
  }
  for (const key of [
    ...(['exitDelay', 'entryDelay', 'finalDoor'] as const),
    ...(['confirmWindow', 'confirmTrips', 'duration'] as const),
  ]) {
    check(`alarm.${key}`, ranges[key], alarm[key]);
  }
  for (const [index, group] of alarm.groups.entries()) {
    for (const { path, message } of groupWrong(group))
      say(`alarm.groups.${index}.${path}`, message);
  }
  for (const [index, { at, days }] of alarm.schedules.entries()) {
    if (!TIME.test(at)) say(`alarm.schedules.${index}.at`, 'Write a time of day.');
    if (days.length === 0) say(`alarm.schedules.${index}.days`, 'Choose at least one day.');
  }
  if (alarm.bedtime !== null && !TIME.test(alarm.bedtime)) {
    say('alarm.bedtime', 'Write a time of day, or switch it off.');
  }
  return wrong;
}

function sensorWrong(sensor: SensorSettings, groups: readonly SensorGroup[]): Wrong[] {
  const { id, name, pulses, pulseWindow, entryDelay, groupOnly } = sensor;
  const wrong: Wrong[] = [];
  if (!isName(name)) wrong.push({ path: 'name', message: NAME });
  if (groupOnly && !groups.some(({ sensors }) => sensors.includes(id))) {
    const message = 'It is in no group, so it would never raise an alarm: add it to one first.';
    wrong.push({ path: 'groupOnly', message });
  }
  if (!isAllowed(ranges.pulses, pulses)) {
    wrong.push({ path: 'pulses', message: rangeWords(ranges.pulses) });
  }
  if (!isAllowed(ranges.pulseWindow, pulseWindow)) {
    wrong.push({ path: 'pulseWindow', message: rangeWords(ranges.pulseWindow) });
  }
  if (entryDelay !== null && !isAllowed(ranges.entryDelay, entryDelay)) {
    wrong.push({ path: 'entryDelay', message: rangeWords(ranges.entryDelay) });
  }
  return wrong;
}

function groupWrong({ name, sensors, trips, window }: SensorGroup): Wrong[] {
  const wrong: Wrong[] = [];
  if (!isName(name)) wrong.push({ path: 'name', message: NAME });
  if (sensors.length < 2) wrong.push({ path: 'sensors', message: 'Choose at least two sensors.' });
  if (!isAllowed(ranges.trips, trips)) {
    wrong.push({ path: 'trips', message: rangeWords(ranges.trips) });
  } else if (sensors.length >= 2 && trips > sensors.length) {
    wrong.push({ path: 'trips', message: `No more than its ${sensors.length} sensors.` });
  }
  if (!isAllowed(ranges.window, window)) {
    wrong.push({ path: 'window', message: rangeWords(ranges.window) });
  }
  return wrong;
}

const NAME = 'Write a name of 1 to 64 letters.';

function isName(name: string): boolean {
  return name.length >= 1 && name.length <= 64;
}

/** "0, or 45 to 255." */
function rangeWords({ min, max, hasZero }: Range): string {
  return hasZero && min > 1
    ? `Write 0, or ${min} to ${max}.`
    : `Write ${hasZero ? 0 : min} to ${max}.`;
}

/** The first thing said of a field, or of anything in it. */
export function wrongAt(wrong: readonly Wrong[], path: string): string | null {
  return wrong.find(({ path: at }) => at === path || at.startsWith(`${path}.`))?.message ?? null;
}
