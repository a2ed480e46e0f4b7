import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import type { NamedSensor } from '../alarm/zones.ts';
import { HttpProblem } from '../errors.ts';
import type { HouseSettings } from '../protocol.ts';
import type { Config } from './config.ts';
import { editDocument } from './edit-document.ts';
import { settingsOf, withoutEmpty } from './house-settings.ts';
import { keepText } from './keep-text.ts';
import { findOverridden, overriddenKeys } from './overridden.ts';
import type { Path } from './problems.ts';
import { type ConfigText, type PlacedProblem, readConfig } from './read-config.ts';
import { restOf } from './rest-of.ts';
import { type Change, changesBetween } from './setting-leaves.ts';
import { findStrangers } from './strangers.ts';

/** A configuration with other settings. */
export interface Edited {
  text: string;
  config: Config;
  settings: HouseSettings;
}

/** The sensors of a configuration; a simulated house that lists none has those of the household. */
export function listedSensors(
  { sensors: { driver, list } }: Pick<Config, 'sensors'>,
  household: readonly NamedSensor[],
): readonly NamedSensor[] {
  return driver === 'simulated' && list.length === 0 ? household : list;
}

/**
 * Writes settings into a configuration's text: comments, order and every other key stay. A value that is
 * the default and was not written stays unwritten; what says the same stays byte for byte.
 *
 * @param household the sensors of a simulated house that lists none; an edit lists them
 * @throws HttpProblem `invalid` with a path of `wanted` for everything that is wrong with it;
 *   `not_possible` when the text cannot be edited
 */
export function editSettings(
  source: ConfigText,
  wanted: HouseSettings,
  household: readonly NamedSensor[],
): Edited {
  const { config: old, overrides, problems } = readConfig(source);
  if (!old) throw new HttpProblem('not_possible', { detail: brokenWords(problems) });
  const before = settingsOf(old, listedSensors(old, household));
  const asked = normalise(wanted);
  const strangers = findStrangers(before, asked);
  if (strangers.length > 0) throw new HttpProblem('invalid', { errors: strangers });
  const changes = changesBetween(before, asked);
  const fixed = findOverridden(changes, overriddenKeys(overrides));
  if (fixed.length > 0) throw new HttpProblem('invalid', { errors: fixed });

  const isListing = old.sensors.driver === 'simulated' && old.sensors.list.length === 0;
  const text = writeChanges(source.text, changes, isListing ? household : []);
  const { config, problems: wrong } = readConfig({ ...source, text });
  if (!config) {
    throw new HttpProblem('invalid', {
      errors: wrong.map(({ path, fix }) => ({
        path: toRequestPath(path, before, asked),
        message: fix,
      })),
    });
  }
  const settings = settingsOf(config, listedSensors(config, household));
  const isAsAsked = isDeepStrictEqual(settings, inOrder(asked, before));
  if (!isAsAsked || !isDeepStrictEqual(restOf(source.text, household), restOf(text, household))) {
    throw new HttpProblem('not_possible', { detail: `${source.name} ${byHandWords}` });
  }
  return { text, config, settings };
}

const byHandWords = 'uses anchors or aliases where this is to be written: change it there by hand';

/** Why a file that was changed by hand cannot be read. */
export function brokenWords(problems: readonly PlacedProblem[]): string {
  const [first] = problems;
  return first ? `${first.place}: ${first.found}; ${first.fix}` : 'the configuration is not valid';
}

function writeChanges(
  text: string,
  changes: readonly Change[],
  listed: readonly NamedSensor[],
): string {
  if (changes.length === 0 && listed.length === 0) return text;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const isWindows = text.includes('\r\n') && !/[^\r]\n/.test(text);
  const plain = text.slice(mark.length);
  const unix = isWindows ? plain.replaceAll('\r\n', '\n') : plain;
  const document = parseDocument(unix);
  try {
    if (listed.length > 0) {
      const list = listed.map(({ id, name, kind, zone }) => ({ id, name, kind, zone }));
      document.setIn(['sensors', 'list'], document.createNode(list));
    }
    editDocument(document, changes);
  } catch {
    // Left as it is, which is found below to be not what was asked for.
    return text;
  }
  const whole = document.toString({ lineWidth: 0, ...indentsOf(unix) });
  const kept = keepText(unix, whole);
  return mark + (isWindows ? kept.replaceAll('\n', '\r\n') : kept);
}

/** As the owner indents, so that what is not changed can stay as it is. */
function indentsOf(text: string): { indent: number; indentSeq: boolean } {
  const indent = /^( {1,8})[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
  // A list under its key that begins where the key does.
  const isFlush = /^( *)[^\s#-][^\n]*:[^\S\n]*(?:#[^\n]*)?\n(?: *#[^\n]*\n)*\1- /m.test(text);
  return { indent, indentSeq: !isFlush };
}

/** As `settingsOf` would say it, in plain objects that are nobody else's. */
function normalise(settings: HouseSettings): HouseSettings {
  const { sensors, alarm } = structuredClone(settings);
  return { sensors, alarm: { ...alarm, delays: withoutEmpty(alarm.delays) } };
}

/** With its sensors in the order of the file. */
function inOrder(settings: HouseSettings, { sensors }: HouseSettings): HouseSettings {
  const byId = new Map(settings.sensors.map(sensor => [sensor.id, sensor]));
  return { ...settings, sensors: sensors.flatMap(({ id }) => byId.get(id) ?? []) };
}

/** A path of the file as one of the request, whose sensors may be in another order. */
function toRequestPath(path: Path, before: HouseSettings, asked: HouseSettings): string {
  const [section, list, index, ...rest] = path;
  if (section !== 'sensors' || list !== 'list' || typeof index !== 'number') return path.join('.');
  const id = before.sensors[index]?.id;
  const at = asked.sensors.findIndex(sensor => sensor.id === id);
  return ['sensors', at, ...rest].join('.');
}
