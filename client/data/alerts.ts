import type { AlertSettings } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isRecord } from './guards.ts';

// How somebody wants to be told; null for one's own. All of these reject with ApiError.

export function fetchAlerts(api: Api, person: string | null): Promise<AlertSettings> {
  return api.get(alertsPath(person), isAlertSettings);
}

export async function saveAlerts(
  api: Api,
  person: string | null,
  settings: AlertSettings,
): Promise<void> {
  await api.send('PUT', alertsPath(person), settings);
}

function alertsPath(person: string | null): string {
  return person === null ? '/api/me/alerts' : `/api/people/${encodeURIComponent(person)}/alerts`;
}

function isAlertSettings(value: unknown): value is AlertSettings {
  return (
    isRecord(value) &&
    (value.number === null || typeof value.number === 'string') &&
    typeof value.sms === 'boolean' &&
    typeof value.push === 'boolean' &&
    typeof value.chime === 'boolean'
  );
}
