import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorText } from '../errors.ts';
import type { Profile, SensorKind, ZoneKind } from '../protocol.ts';
import { householdSensors } from '../sensors/household.ts';
import { finishWatch, type WatchConfig } from './finish-watch.ts';
import { type MysqlAddress, parseHistoryUrl } from './history-url.ts';
import { findLimitsProblems } from './limits-problems.ts';
import { keysNotActedOn } from './not-yet.ts';
import { findOutputsProblems } from './outputs-problems.ts';
import { type Found, formatFound } from './problems.ts';
import { createSecretReader } from './read-secret.ts';
import type { ConfigFile } from './schema.ts';
import { findSmsProblems } from './sms-problems.ts';

export interface SensorConfig {
  id: string;
  name: string;
  kind: SensorKind;
  zone: ZoneKind;
  line: number | undefined;
  device: string | undefined;
  activeLow: boolean;
  bias: 'none' | 'pull-up' | 'pull-down';
  glitchMs: number;
  settleMs: number;
  /** Tells the house that it tripped. */
  chime: boolean;
  /** Open when the house is armed, it is left out by itself. */
  autoBypass: boolean;
  /** Raises no alarm but together with its group. */
  groupOnly: boolean;
  /** So many trips within `pulseWindow` seconds count as one. */
  pulses: number;
  pulseWindow: number;
  entryDelay: number | undefined;
  /** Of a thermometer: limits in degrees Celsius, and of a change within ten minutes. */
  low: number | undefined;
  high: number | undefined;
  hysteresis: number;
  rise: number | undefined;
  fall: number | undefined;
}

/** The whole configuration, checked and frozen. Delays are in seconds, as in the file. */
export interface Config
  extends Omit<ConfigFile, 'history' | 'sensors' | 'alarm' | 'notify' | 'watch'> {
  /** undefined is the embedded engine. */
  history: MysqlAddress | undefined;
  sensors: Omit<ConfigFile['sensors'], 'list'> & { list: SensorConfig[] };
  alarm: Omit<ConfigFile['alarm'], 'profiles'> & {
    /** undefined stands for the default: away all sensors, night and home all contacts. */
    profiles: Record<Profile, 'all' | string[] | undefined>;
  };
  notify: ConfigFile['notify'];
  watch: WatchConfig;
  /** Keys that are set, valid, and not acted on by this version. */
  notYet: string[];
}

/** The checks that span several keys, and the files that keys name. */
export function finishConfig(
  file: ConfigFile,
  places: { folder: string; credentials: string | undefined },
): { config: Config; problems: Found[] } {
  const { folder } = places;
  const problems: Found[] = [];
  const readSecret = createSecretReader(places, problems);
  const { driver, list, replay } = file.sensors;

  const isWired = driver !== 'simulated' && driver !== 'replay';

  const ids = new Set<string>();
  for (const [index, sensor] of list.entries()) {
    const path = ['sensors', 'list', index];
    if (ids.has(sensor.id)) {
      const found = `found ${JSON.stringify(sensor.id)} a second time`;
      problems.push({ path: [...path, 'id'], found, fix: 'give each sensor its own id' });
    }
    ids.add(sensor.id);
    if (!isWired) continue;
    if (sensor.kind === 'temperature' ? sensor.device === undefined : sensor.line === undefined) {
      const key = sensor.kind === 'temperature' ? 'device' : 'line';
      const fix = `the ${driver} driver needs ${key} for a ${sensor.kind} sensor`;
      problems.push({ path: [...path, key], found: 'nothing is written', fix });
    }
  }
  const lineOwners = new Map<number, string>();
  for (const [index, sensor] of list.entries()) {
    if (sensor.line === undefined) continue;
    const owner = lineOwners.get(sensor.line);
    if (owner !== undefined) {
      const found = `line ${sensor.line} is ${owner}’s already`;
      problems.push({
        path: ['sensors', 'list', index, 'line'],
        found,
        fix: 'give each sensor its own line',
      });
    }
    lineOwners.set(sensor.line, sensor.id);
  }
  const devices = new Map<string, string>();
  for (const [index, { id, device }] of list.entries()) {
    if (device === undefined) continue;
    const owner = devices.get(device);
    if (owner !== undefined) {
      const path = ['sensors', 'list', index, 'device'];
      const fix = 'give each thermometer its own device';
      problems.push({ path, found: `${device} is ${owner}’s already`, fix });
    }
    devices.set(device, id);
  }
  if (isWired && list.length === 0) {
    const fix = 'list the sensors that are wired to the Pi';
    problems.push({ path: ['sensors', 'list'], found: 'the list is empty', fix });
  }
  if (driver === 'replay' && replay === undefined) {
    const fix = 'name the recording: replay: { file: recording.jsonl.gz }';
    problems.push({ path: ['sensors', 'replay'], found: 'nothing is written', fix });
  }
  const replayFile = replay && resolve(folder, replay.file);
  if (driver === 'replay' && replayFile !== undefined) {
    const found = whyNoFile(replayFile);
    if (found) {
      problems.push({
        path: ['sensors', 'replay', 'file'],
        found,
        fix: 'name an existing recording',
      });
    }
  }
  for (const profile of ['away', 'night', 'home'] as const) {
    const members = file.alarm.profiles[profile];
    // A recording may declare further sensors when they are first seen.
    if (!Array.isArray(members) || driver === 'replay' || list.length === 0) continue;
    for (const [index, id] of members.entries()) {
      if (ids.has(id)) continue;
      const path = ['alarm', 'profiles', profile, index];
      problems.push({
        path,
        found: formatFound(id, path),
        fix: `name a sensor of the list: ${[...ids].join(', ')}`,
      });
    }
  }
  for (const [index, group] of file.alarm.groups.entries()) {
    const path = ['alarm', 'groups', index];
    const unknown = driver === 'replay' || list.length === 0 ? [] : group.sensors;
    for (const [at, id] of unknown.entries()) {
      if (ids.has(id)) continue;
      const found = formatFound(id, path);
      const fix = `name a sensor of the list: ${[...ids].join(', ')}`;
      problems.push({ path: [...path, 'sensors', at], found, fix });
    }
    if (group.trips > new Set(group.sensors).size) {
      const found = `found ${group.trips}, of ${group.sensors.length} sensors`;
      problems.push({ path: [...path, 'trips'], found, fix: 'write no more than it has sensors' });
    }
  }
  for (const [index, sensor] of list.entries()) {
    if (!sensor.groupOnly || file.alarm.groups.some(({ sensors }) => sensors.includes(sensor.id))) {
      continue;
    }
    const path = ['sensors', 'list', index, 'groupOnly'];
    const fix = 'name it in one of alarm.groups, or it never raises an alarm';
    problems.push({ path, found: 'it is in no group', fix });
  }
  const edge = { ...file.edge };
  for (const [key, other] of [
    ['certificate_file', 'key_file'],
    ['key_file', 'certificate_file'],
  ] as const) {
    const named = edge[key];
    if (named === undefined) continue;
    edge[key] = resolve(folder, named);
    const path = ['edge', key];
    if (edge[other] === undefined) {
      problems.push({ path, found: `${other} is missing`, fix: 'name both files, or neither' });
    }
  }
  problems.push(
    ...findSmsProblems(file.notify),
    ...findLimitsProblems(file.sensors, file.alarm.profiles),
  );
  problems.push(...findOutputsProblems(file, contactsOf(file.sensors)));

  const { url, password, password_file } = file.history;
  const address = url === undefined ? undefined : parseHistoryUrl(url);
  const secret = readSecret(['history'], 'password', password, password_file);
  const { sms } = file.notify;
  const smsPassword =
    sms && readSecret(['notify', 'sms'], 'password', sms.password, sms.password_file);

  const config: Config = {
    ...file,
    edge,
    history: address && { ...address, password: secret ?? address.password },
    sensors: {
      ...file.sensors,
      replay: replay && replayFile !== undefined ? { ...replay, file: replayFile } : undefined,
      list: list.map(sensor => ({
        ...sensor,
        name: sensor.name ?? sensor.id,
        zone: sensor.zone ?? (sensor.kind === 'temperature' ? '24-hour' : 'instant'),
        line: sensor.line,
        device: sensor.device,
        entryDelay: sensor.entryDelay,
        ...{ low: sensor.low, high: sensor.high, rise: sensor.rise, fall: sensor.fall },
      })),
    },
    alarm: {
      ...file.alarm,
      profiles: {
        away: file.alarm.profiles.away,
        night: file.alarm.profiles.night,
        home: file.alarm.profiles.home,
      },
    },
    notify: { ...file.notify, sms: sms && { ...sms, password: smsPassword } },
    watch: finishWatch(file.watch, { folder, site: file.site, readSecret, problems }),
    notYet: keysNotActedOn(file),
  };
  return { config: deepFreeze(config), problems };
}

/** Undefined where only a recording knows them. */
function contactsOf({ driver, list }: ConfigFile['sensors']): string[] | undefined {
  if (driver === 'replay') return undefined;
  const isInvented = driver === 'simulated' && list.length === 0;
  const sensors: readonly { id: string; kind: SensorKind }[] = isInvented ? householdSensors : list;
  return sensors.filter(({ kind }) => kind === 'contact').map(({ id }) => id);
}

function whyNoFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? undefined : `${path} is not a file`;
  } catch (error) {
    return `${path} cannot be read (${errorText(error)})`;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
