import type { SignIn } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import type { Guard } from './guards.ts';
import { createPasskey, isCreationOptions, isRequestOptions, showPasskey } from './webauthn.ts';

// All of these reject with ApiError when the hub refuses, and with the browser's DOMException when
// the person or the phone does. The browser is asked in the turn of the tap: Safari wants one, and
// remembers it over the hub's answer, but not over a screen that is loaded first.

export async function addPasskey(api: Api, label: string): Promise<void> {
  const options = await ask(api, '/api/me/passkeys/options', isCreationOptions);
  const passkey = await createPasskey(options);
  await api.send('POST', '/api/me/passkeys', { label, passkey });
}

export async function removePasskey(api: Api, id: string): Promise<void> {
  await api.send('DELETE', `/api/me/passkeys/${encodeURIComponent(id)}`);
}

/** Tells the hub that it is really them; good for five minutes there. */
export async function confirmByPasskey(api: Api): Promise<void> {
  const options = await ask(api, '/api/me/confirm/options', isRequestOptions);
  await api.send('POST', '/api/me/confirm/passkey', { passkey: await showPasskey(options) });
}

/** What `POST /api/session` lets in. */
export async function passkeySignIn(api: Api): Promise<SignIn> {
  const options = await ask(api, '/api/session/options', isRequestOptions);
  return { passkey: await showPasskey(options) };
}

async function ask<T>(api: Api, path: string, is: Guard<T>): Promise<T> {
  const options = await api.send('POST', path);
  if (is(options)) return options;
  throw new ApiError(200, 'malformed', 'The answer was not understood.');
}
