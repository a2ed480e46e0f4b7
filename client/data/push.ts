import type { PushState } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { hasCode } from './api-error.ts';
import { hasStrings, isRecord } from './guards.ts';

/** What the browser made, as far as it is used here. */
export interface PhoneSubscription {
  endpoint: string;
  options: { applicationServerKey: ArrayBuffer | null };
  toJSON(): { endpoint?: string; keys?: Record<string, string> };
  unsubscribe(): Promise<boolean>;
}

/** What this phone can do of web push, and what was asked of it. */
export interface PushPhone {
  /** `home-screen`: an iPhone has it for apps on the Home Screen alone. */
  ability: 'able' | 'home-screen' | 'unable';
  permission(): 'default' | 'denied' | 'granted';
  /** In the turn of a tap: Safari wants one. */
  askPermission(): Promise<'default' | 'denied' | 'granted'>;
  subscription(): Promise<PhoneSubscription | null>;
  /** @throws DOMException when the system refuses */
  subscribe(publicKey: string): Promise<PhoneSubscription>;
  /** Who wanted to be told on this phone; null for nobody. */
  wantedBy(): string | null;
  setWantedBy(person: string | null): void;
}

/**
 * How things stand with messages on this phone. `hub-without`: nobody can be told by this hub;
 * `blocked`: the system was told to let none through; `broken`: it should be told, and is not.
 */
export type PushCase =
  | 'unable'
  | 'home-screen'
  | 'hub-without'
  | 'blocked'
  | 'off'
  | 'on'
  | 'broken';

export interface PushView {
  kind: PushCase;
  /** VAPID; null while it is not known, or not needed. */
  publicKey: string | null;
}

const path = '/api/push/subscription';

/** Looks, tells the hub of what there is, and mends what can be mended without a tap. @throws ApiError */
export async function syncPush(api: Api, phone: PushPhone, person: string): Promise<PushView> {
  if (phone.ability !== 'able') return { kind: phone.ability, publicKey: null };
  const { publicKey } = await api.get(path, isPushState);
  if (publicKey === null) return { kind: 'hub-without', publicKey };
  if (phone.permission() === 'denied') return { kind: 'blocked', publicKey };
  const isWanted = phone.wantedBy() === person;
  if (!isWanted || phone.permission() !== 'granted') return { kind: 'off', publicKey };
  const known = await fitting(phone, publicKey);
  const told = known && (await tell(api, known));
  if (known && told !== 'over') return { kind: told ?? 'broken', publicKey };
  await known?.unsubscribe();
  const renewed = await subscribe(phone, publicKey);
  const isOn = renewed !== null && (await tell(api, renewed)) === 'on';
  return { kind: isOn ? 'on' : 'broken', publicKey };
}

/** From a tap. Resolves to how things stand then. @throws ApiError, or the browser's DOMException */
export async function startPush(
  api: Api,
  phone: PushPhone,
  person: string,
  publicKey: string,
): Promise<PushView> {
  const permission = await phone.askPermission();
  if (permission === 'denied') return { kind: 'blocked', publicKey };
  if (permission !== 'granted') return { kind: 'off', publicKey };
  // What was there and did not work is not kept: a new one has another address.
  await (await phone.subscription())?.unsubscribe();
  const subscription = await phone.subscribe(publicKey);
  const told = await tell(api, subscription);
  phone.setWantedBy(person);
  return { kind: told === 'on' ? told : 'broken', publicKey };
}

/** @throws ApiError when the hub was not told; the phone forgets it in any case */
export async function stopPush(api: Api, phone: PushPhone): Promise<void> {
  const subscription = await phone.subscription();
  phone.setWantedBy(null);
  if (!subscription) return;
  await subscription.unsubscribe();
  await api.send('DELETE', path, { endpoint: subscription.endpoint });
}

/** Has the hub send this phone a test. @throws ApiError */
export async function testPush(api: Api): Promise<void> {
  await api.send('POST', '/api/push/test');
}

/** Somebody tapped a message. Silent when it fails: nothing hangs on it. */
export async function reportTap(api: Api, id: string): Promise<void> {
  await api.send('POST', '/api/push/tapped', { id }).catch(() => undefined);
}

/** `over`: its push service has ended it, whatever the browser believes. @throws ApiError */
async function tell(api: Api, subscription: PhoneSubscription): Promise<'on' | 'broken' | 'over'> {
  const { endpoint, keys } = subscription.toJSON();
  try {
    const state = await api.send('PUT', path, { endpoint, keys });
    const known = isPushState(state)
      ? state.subscriptions.find(one => one.endpoint === endpoint)
      : undefined;
    return known?.brokenAt === null ? 'on' : 'broken';
  } catch (error) {
    if (hasCode(error, 'not_possible')) return 'over';
    throw error;
  }
}

/** The subscription that there is, unless it belongs to another hub's key. */
async function fitting(phone: PushPhone, publicKey: string): Promise<PhoneSubscription | null> {
  const subscription = await phone.subscription();
  const key = subscription?.options.applicationServerKey;
  if (!subscription || !key || base64url(key) === publicKey) return subscription;
  await subscription.unsubscribe();
  return null;
}

/** An iPhone may want a tap for it, which there is none of here. */
async function subscribe(phone: PushPhone, publicKey: string): Promise<PhoneSubscription | null> {
  try {
    return await phone.subscribe(publicKey);
  } catch {
    return null;
  }
}

function base64url(bytes: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function isPushState(value: unknown): value is PushState {
  return (
    isRecord(value) &&
    (value.publicKey === null || typeof value.publicKey === 'string') &&
    Array.isArray(value.subscriptions) &&
    value.subscriptions.every(one => hasStrings(one, 'endpoint', 'createdAt', 'seenAt'))
  );
}
