import type { Profile, Status } from '../../server/protocol.ts';
import type { Api, Method } from './api.ts';
import { isStatus } from './guards.ts';

/** The last known state of the house, and when (epoch ms) it was last known to be so. */
export interface StatusState {
  status: Status | null;
  heardAtMs: number | null;
  /** When the hub said so, on this phone's steady clock; null when another run of the app heard it. */
  steadyMs: number | null;
  /** What was armed last, as far as this phone knows. */
  lastProfile: Profile | null;
}

export function fetchStatus(api: Api): Promise<Status> {
  return api.get('/api/status', isStatus);
}

/** A command that answers the new status. @throws ApiError, such as `blocked` with its blockers */
export async function command(
  api: Api,
  method: Method,
  path: string,
  body?: unknown,
): Promise<Status> {
  const answer = await api.send(method, path, body);
  return isStatus(answer) ? answer : fetchStatus(api);
}

export async function acknowledgeIncident(api: Api, id: string): Promise<void> {
  await api.send('POST', `/api/incidents/${encodeURIComponent(id)}/acknowledge`);
}

export async function requestRestart(api: Api): Promise<void> {
  await api.send('POST', '/api/restart');
}
