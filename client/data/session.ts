import type { Session, SignIn } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isSession } from './guards.ts';

/** Who the hub takes this device for; `unknown` until it has been asked. */
export type SessionState = { kind: 'unknown' } | { kind: 'out' } | { kind: 'in'; session: Session };

export function fetchSession(api: Api): Promise<Session> {
  return api.get('/api/session', isSession);
}

export async function signIn(api: Api, credentials: SignIn): Promise<Session> {
  const answer = await api.send('POST', '/api/session', credentials);
  return isSession(answer) ? answer : fetchSession(api);
}

export async function signOut(api: Api): Promise<void> {
  await api.send('DELETE', '/api/session');
}
