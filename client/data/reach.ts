import type { Reach, ReachRow } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { hasStrings, isRecord } from './guards.ts';

// All of these reject with ApiError.

export function fetchReach(api: Api): Promise<Reach> {
  return api.get('/api/reach', isReach);
}

/** Sends a text message to somebody of the list, to see whether it arrives. */
export async function sendTestText(api: Api, name: string): Promise<void> {
  await api.send('POST', '/api/reach/sms-test', { name });
}

/** Somebody has the text message in front of them. */
export async function confirmText(api: Api, name: string): Promise<void> {
  await api.send('POST', '/api/reach/sms-confirm', { name });
}

/** Sends this device a notification. */
export async function sendTestPush(api: Api): Promise<void> {
  await api.send('POST', '/api/push/test');
}

function isReach(value: unknown): value is Reach {
  return (
    isRecord(value) &&
    Array.isArray(value.people) &&
    value.people.every(isReachRow) &&
    isRecord(value.sms) &&
    isRecord(value.push) &&
    Array.isArray(value.watch) &&
    Array.isArray(value.undelivered)
  );
}

function isReachRow(value: unknown): value is ReachRow {
  return (
    hasStrings(value, 'name') &&
    (value.sms === null || hasStrings(value.sms, 'number')) &&
    Array.isArray(value.push) &&
    value.push.every(row => hasStrings(row, 'id', 'device'))
  );
}
