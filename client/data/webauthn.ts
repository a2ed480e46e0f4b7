import { type Guard, hasStrings, isRecord } from './guards.ts';

// What the hub and the browser's passkeys say to each other. Browsers write and read that JSON
// themselves, but Safari does so since 18.4 only; these few lines serve all of them alike.

interface Named {
  id: string;
  type: 'public-key';
}

/** The browser's options, with their bytes written as base64url. */
export interface CreationOptions
  extends Omit<PublicKeyCredentialCreationOptions, 'challenge' | 'user' | 'excludeCredentials'> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: readonly Named[];
}

export interface RequestOptions
  extends Omit<PublicKeyCredentialRequestOptions, 'challenge' | 'allowCredentials'> {
  challenge: string;
  allowCredentials?: readonly Named[];
}

export function knowsPasskeys(): boolean {
  return 'PublicKeyCredential' in globalThis;
}

export const isCreationOptions: Guard<CreationOptions> = (value): value is CreationOptions =>
  hasStrings(value, 'challenge') &&
  isRecord(value.rp) &&
  hasStrings(value.user, 'id', 'name') &&
  Array.isArray(value.pubKeyCredParams) &&
  areNamed(value.excludeCredentials);

export const isRequestOptions: Guard<RequestOptions> = (value): value is RequestOptions =>
  hasStrings(value, 'challenge') && areNamed(value.allowCredentials);

function areNamed(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every(one => hasStrings(one, 'id')));
}

/** Has the phone make a passkey. @throws DOMException when it does not come about. */
export async function createPasskey(options: CreationOptions): Promise<object> {
  const { user, challenge, excludeCredentials = [] } = options;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesIn(challenge),
      user: { ...user, id: bytesIn(user.id) },
      excludeCredentials: excludeCredentials.map(inBytes),
    },
  });
  const { response, ...said } = answerOf<AuthenticatorAttestationResponse>(credential);
  return {
    ...said,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      attestationObject: base64url(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** Has the phone use a passkey. @throws DOMException when it does not come about. */
export async function showPasskey(options: RequestOptions): Promise<object> {
  const { challenge, allowCredentials = [] } = options;
  const credential = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytesIn(challenge),
      allowCredentials: allowCredentials.map(inBytes),
    },
  });
  const { response, ...said } = answerOf<AuthenticatorAssertionResponse>(credential);
  return {
    ...said,
    response: {
      clientDataJSON: base64url(response.clientDataJSON),
      authenticatorData: base64url(response.authenticatorData),
      signature: base64url(response.signature),
    },
  };
}

/** Nothing but a passkey was asked for, so nothing else is answered; null stands for nothing. */
function answerOf<Response>(credential: Credential | null) {
  if (!credential) throw new DOMException('no passkey', 'NotAllowedError');
  const { id, type, rawId, response } = credential as PublicKeyCredential;
  return { id, type, rawId: base64url(rawId), response: response as unknown as Response };
}

function inBytes({ id, type }: Named): PublicKeyCredentialDescriptor {
  return { id: bytesIn(id), type };
}

function bytesIn(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, sign => sign.charCodeAt(0));
}

function base64url(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
