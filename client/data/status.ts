import type { ModeRequest, Status } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isStatus } from './guards.ts';

/** The last known state of the house, and when (epoch ms) it was last known to be so. */
export interface StatusState {
  status: Status | null;
  heardAtMs: number | null;
}

export function fetchStatus(api: Api): Promise<Status> {
  return api.get('/api/status', isStatus);
}

/** Resolves with the new status; rejects with `blocked` and its blockers when it cannot be armed. */
export async function requestMode(api: Api, request: ModeRequest): Promise<Status> {
  const answer = await api.send('PUT', '/api/mode', request);
  return isStatus(answer) ? answer : fetchStatus(api);
}

export async function acknowledgeIncident(api: Api, id: string): Promise<void> {
  await api.send('POST', `/api/incidents/${encodeURIComponent(id)}/acknowledge`);
}

export async function requestRestart(api: Api): Promise<void> {
  await api.send('POST', '/api/restart');
}
