import type {
  HouseSettings,
  Profile,
  Schedule,
  SensorGroup,
  SensorSettings,
} from '../../server/protocol.ts';
import { isSame } from '../data/settings-merge.ts';
import { PROFILES, profileTitle } from './mode.ts';
import { groupWords, scheduleWords, secondsWords, zoneTitle } from './settings.ts';

/** "Laundry door": "instant" → "delay". `from` is null for what is said whole by `to`. */
export interface ChangeWords {
  what: string;
  from: string | null;
  to: string;
}

type Alarm = HouseSettings['alarm'];

const nameOf = ({ sensors }: HouseSettings, id: string) =>
  sensors.find(sensor => sensor.id === id)?.name ?? id;
const onOff = (isOn: boolean) => (isOn ? 'on' : 'off');
const orNone = (seconds: number) => (seconds === 0 ? 'none' : secondsWords(seconds));
const asHouse = (seconds: number | undefined | null) =>
  seconds === undefined || seconds === null ? 'as the house' : orNone(seconds);

/** What is another in `after` than in `before`, a line each, in the order of the pages. */
export function changeWords(before: HouseSettings, after: HouseSettings): ChangeWords[] {
  return [
    ...after.sensors.flatMap(sensor => {
      const was = before.sensors.find(({ id }) => id === sensor.id);
      return was ? sensorChanges(was, sensor) : [{ what: sensor.name, from: null, to: 'new' }];
    }),
    ...before.sensors
      .filter(({ id }) => !after.sensors.some(sensor => sensor.id === id))
      .map(({ name }) => ({ what: name, from: null, to: 'not there' })),
    ...PROFILES.flatMap(profile => profileChanges(profile, before, after)),
    ...timeChanges(before.alarm, after.alarm),
    ...groupChanges(before, after),
    ...scheduleChanges(before.alarm, after.alarm),
  ];
}

function changed(what: string, from: string, to: string): ChangeWords[] {
  return from === to ? [] : [{ what, from, to }];
}

function sensorChanges(was: SensorSettings, now: SensorSettings): ChangeWords[] {
  const { name } = was;
  const pulses = ({ pulses, pulseWindow }: SensorSettings) =>
    pulses === 1 ? 'the first trip' : `${pulses} trips within ${secondsWords(pulseWindow)}`;
  return [
    ...changed(`${name}, name`, name, now.name),
    ...changed(name, zoneTitle[was.zone].toLowerCase(), zoneTitle[now.zone].toLowerCase()),
    ...changed(`${name}, entry delay`, asHouse(was.entryDelay), asHouse(now.entryDelay)),
    ...changed(`${name}, chime`, onOff(was.chime), onOff(now.chime)),
    ...changed(`${name}, left out when open`, onOff(was.autoBypass), onOff(now.autoBypass)),
    ...changed(`${name}, only with its group`, onOff(was.groupOnly), onOff(now.groupOnly)),
    ...(was.pulses === now.pulses && was.pulseWindow !== now.pulseWindow && now.pulses === 1
      ? changed(
          `${name}, time for trips`,
          secondsWords(was.pulseWindow),
          secondsWords(now.pulseWindow),
        )
      : changed(`${name}, believed at`, pulses(was), pulses(now))),
  ];
}

function profileChanges(
  profile: Profile,
  before: HouseSettings,
  after: HouseSettings,
): ChangeWords[] {
  const what = profileTitle[profile];
  const [was, now] = [before.alarm.profiles[profile], after.alarm.profiles[profile]];
  const [old, own] = [before.alarm.delays[profile], after.alarm.delays[profile]];
  return [
    ...memberChanges(what, was, now, id => nameOf(after, id)),
    ...changed(`${what}, time to leave`, asHouse(old?.exit), asHouse(own?.exit)),
    ...changed(`${what}, time to disarm`, asHouse(old?.entry), asHouse(own?.entry)),
  ];
}

function memberChanges(
  what: string,
  was: 'all' | readonly string[],
  now: 'all' | readonly string[],
  name: (id: string) => string,
): ChangeWords[] {
  if (isSame(was, now)) return [];
  const list = (ids: readonly string[]) => ids.map(name).join(', ') || 'no sensor';
  if (was === 'all' || now === 'all') {
    const say = (members: 'all' | readonly string[]) =>
      members === 'all' ? 'all sensors' : list(members);
    return [{ what: `${what}, sensors`, from: say(was), to: say(now) }];
  }
  const added = now.filter(id => !was.includes(id));
  const gone = was.filter(id => !now.includes(id));
  const to = [
    ...(added.length > 0 ? [`with ${list(added)}`] : []),
    ...(gone.length > 0 ? [`without ${list(gone)}`] : []),
  ];
  // The same ones in another order are no change to anybody.
  return to.length === 0 ? [] : [{ what: `${what}, sensors`, from: null, to: to.join(', ') }];
}

function timeChanges(was: Alarm, now: Alarm): ChangeWords[] {
  const times: [string, (alarm: Alarm) => string][] = [
    ['Time to leave, of the house', ({ exitDelay }) => orNone(exitDelay)],
    ['Time to disarm, of the house', ({ entryDelay }) => orNone(entryDelay)],
    ['Final door', ({ finalDoor }) => (finalDoor === 0 ? 'never' : secondsWords(finalDoor))],
    ['Time to confirm', ({ confirmWindow }) => orNone(confirmWindow)],
    [
      'Trips of one sensor that confirm',
      ({ confirmTrips }) => (confirmTrips === 0 ? 'never' : String(confirmTrips)),
    ],
    ['Alarm time', ({ duration }) => secondsWords(duration)],
  ];
  return times.flatMap(([what, say]) => changed(what, say(was), say(now)));
}

function groupChanges(before: HouseSettings, after: HouseSettings): ChangeWords[] {
  const [was, now] = [before.alarm.groups, after.alarm.groups];
  const say = (group: SensorGroup) =>
    `${groupWords(group)}: ${group.sensors.map(id => nameOf(after, id)).join(', ')}`;
  const isNamed = (list: readonly SensorGroup[], name: string) =>
    list.some(group => group.name === name);
  /** A name that is new where an old one is gone is the same group under another. */
  const oldOf = (group: SensorGroup, index: number) => {
    const same = was.find(({ name }) => name === group.name);
    const there = was[index];
    return same ?? (there && !isNamed(now, there.name) ? there : undefined);
  };
  const kept = new Set(now.map(oldOf));
  return [
    ...now.flatMap((group, index) => {
      const old = oldOf(group, index);
      if (!old) return [{ what: `Group ${group.name}`, from: null, to: `new, ${say(group)}` }];
      return [
        ...changed(`Group ${old.name}, name`, old.name, group.name),
        ...changed(`Group ${group.name}`, say(old), say(group)),
      ];
    }),
    ...was
      .filter(group => !kept.has(group))
      .map(({ name }) => ({ what: `Group ${name}`, from: null, to: 'removed' })),
  ];
}

function scheduleChanges(was: Alarm, now: Alarm): ChangeWords[] {
  const gone = was.schedules.filter(old => !now.schedules.some(schedule => isSame(old, schedule)));
  const added = now.schedules.filter(schedule => !was.schedules.some(old => isSame(old, schedule)));
  const say = (schedule: Schedule | undefined) => (schedule ? scheduleWords(schedule) : null);
  const lines = Array.from({ length: Math.max(gone.length, added.length) }, (_, index) => {
    const [from, to] = [say(gone[index]), say(added[index])];
    if (from !== null && to !== null) return { what: 'Schedule', from, to };
    return { what: `Schedule ${from ?? to}`, from: null, to: from === null ? 'new' : 'removed' };
  });
  return [...lines, ...changed('Told at bedtime', was.bedtime ?? 'never', now.bedtime ?? 'never')];
}
