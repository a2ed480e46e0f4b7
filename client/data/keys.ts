import type { DuressAuthenticator, LinkCode } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import { isDuressAuthenticator, isLinkCode } from './people-guards.ts';

// What lets somebody in beside the certificate. All of these reject with ApiError.

/** Tells the hub that it is really them; good for five minutes there. */
export async function confirmIdentity(
  api: Api,
  proof: { pin: string } | { recovery: string },
): Promise<void> {
  await api.send('POST', '/api/me/confirm', proof);
}

/** Null takes the PIN away. `current` is the PIN so far, when there is one. */
export async function setPin(api: Api, pin: string | null, current?: string): Promise<void> {
  await api.send('PUT', '/api/me/pin', current === undefined ? { pin } : { pin, current });
}

/** The one that is written under threat. `current` is the PIN so far, never this one. */
export async function setDuressPin(api: Api, pin: string | null, current: string): Promise<void> {
  await api.send('PUT', '/api/me/duress-pin', { pin, current });
}

/** A second authenticator, whose codes are written under threat. */
export async function createDuressAuthenticator(api: Api): Promise<DuressAuthenticator> {
  const answer = await api.send('POST', '/api/me/duress-authenticator');
  if (isDuressAuthenticator(answer)) return answer;
  throw new ApiError(200, 'malformed', 'The answer was not understood.');
}

export async function endDuressAuthenticator(api: Api): Promise<void> {
  await api.send('DELETE', '/api/me/duress-authenticator');
}

export async function createLinkCode(api: Api): Promise<LinkCode> {
  const answer = await api.send('POST', '/api/me/link');
  if (isLinkCode(answer)) return answer;
  throw new ApiError(200, 'malformed', 'The answer was not understood.');
}

export async function endSession(api: Api, id: string): Promise<void> {
  await api.send('DELETE', `/api/me/sessions/${encodeURIComponent(id)}`);
}

/** All but this one. */
export async function endOtherSessions(api: Api): Promise<void> {
  await api.send('DELETE', '/api/me/sessions');
}
