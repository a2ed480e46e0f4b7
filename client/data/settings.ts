import type { HouseSettings, ReplayReport, SettingsPage } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { type Guard, hasStrings, isRecord } from './guards.ts';

// How the house is set up. All of these reject with ApiError, and are for admins.

const PATH = '/api/settings';

export function fetchSettings(api: Api): Promise<SettingsPage> {
  return api.get(PATH, isSettingsPage);
}

/** @param version of the page that the settings were made from */
export async function saveSettings(
  api: Api,
  settings: HouseSettings,
  version: string,
): Promise<SettingsPage> {
  return understood(await api.send('PUT', PATH, { settings, version }), isSettingsPage);
}

/** What the recorded past would have been with these settings; takes the hub some seconds. */
export async function replaySettings(api: Api, settings: HouseSettings): Promise<ReplayReport> {
  return understood(await api.send('POST', `${PATH}/replay`, { settings }), isReplayReport);
}

export function fetchVersion(api: Api, id: string): Promise<HouseSettings> {
  return api.get(versionPath(id), isHouseSettings);
}

/** @param version of the page that is to be replaced */
export async function restoreVersion(api: Api, id: string, version: string): Promise<SettingsPage> {
  const path = `${versionPath(id)}/restore`;
  return understood(await api.send('POST', path, { version }), isSettingsPage);
}

function versionPath(id: string): string {
  return `${PATH}/versions/${encodeURIComponent(id)}`;
}

function understood<T>(answer: unknown, is: Guard<T>): T {
  if (is(answer)) return answer;
  throw new ApiError(200, 'malformed', 'The answer was not understood.');
}

function isSettingsPage(value: unknown): value is SettingsPage {
  return (
    hasStrings(value, 'version') &&
    isHouseSettings(value.settings) &&
    Array.isArray(value.overridden) &&
    Array.isArray(value.versions) &&
    value.versions.every(version => hasStrings(version, 'id', 'at', 'by'))
  );
}

function isHouseSettings(value: unknown): value is HouseSettings {
  return (
    isRecord(value) &&
    Array.isArray(value.sensors) &&
    value.sensors.every(sensor => hasStrings(sensor, 'id', 'name', 'kind', 'zone')) &&
    isRecord(value.alarm) &&
    isRecord(value.alarm.delays) &&
    isRecord(value.alarm.profiles) &&
    Array.isArray(value.alarm.groups) &&
    Array.isArray(value.alarm.schedules)
  );
}

function isReplayReport(value: unknown): value is ReplayReport {
  return (
    isRecord(value) &&
    typeof value.days === 'number' &&
    typeof value.before === 'number' &&
    typeof value.after === 'number' &&
    isRecord(value.real) &&
    Array.isArray(value.real.lost) &&
    Array.isArray(value.differences)
  );
}
