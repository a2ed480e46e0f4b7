import type {
  DeviceRow,
  NewAuthenticator,
  NewDeviceRequest,
  NewPairing,
  PersonRow,
  Phone,
  Removal,
  Role,
} from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import type { Guard } from './guards.ts';
import {
  isDevices,
  isNewAuthenticator,
  isNewPairing,
  isPeople,
  isPhones,
  isRemoval,
} from './people-guards.ts';

// All of these reject with ApiError.

export interface Everyone {
  people: readonly PersonRow[];
  devices: readonly DeviceRow[];
}

export async function fetchEveryone(api: Api): Promise<Everyone> {
  const [{ people }, { devices }] = await Promise.all([
    api.get('/api/people', isPeople),
    api.get('/api/devices', isDevices),
  ]);
  return { people, devices };
}

export async function fetchPhones(api: Api): Promise<readonly Phone[]> {
  return (await api.get('/api/phones', isPhones)).phones;
}

export async function addDevice(api: Api, request: NewDeviceRequest): Promise<NewPairing> {
  return understood(await api.send('POST', '/api/devices', request), isNewPairing);
}

export async function renewDevice(api: Api, name: string): Promise<NewPairing> {
  return understood(await api.send('POST', `${devicePath(name)}/renew`), isNewPairing);
}

export async function renameDevice(api: Api, name: string, to: string): Promise<void> {
  await api.send('PUT', devicePath(name), { name: to });
}

export async function suspendDevice(api: Api, name: string): Promise<void> {
  await api.send('POST', `${devicePath(name)}/suspend`);
}

export async function letInAgain(api: Api, name: string): Promise<void> {
  await api.send('DELETE', `${devicePath(name)}/suspend`);
}

export async function shutOut(api: Api, name: string): Promise<void> {
  await api.send('DELETE', devicePath(name));
}

export async function changePerson(
  api: Api,
  name: string,
  change: { role: Role; endsAt: string | null },
): Promise<void> {
  await api.send('PUT', personPath(name), change);
}

export async function removePerson(api: Api, name: string): Promise<Removal> {
  return understood(await api.send('DELETE', personPath(name)), isRemoval);
}

export async function enrolAuthenticator(api: Api, name: string): Promise<NewAuthenticator> {
  return understood(
    await api.send('POST', `${personPath(name)}/authenticator`),
    isNewAuthenticator,
  );
}

function devicePath(name: string): string {
  return `/api/devices/${encodeURIComponent(name)}`;
}

function personPath(name: string): string {
  return `/api/people/${encodeURIComponent(name)}`;
}

function understood<T>(answer: unknown, is: Guard<T>): T {
  if (is(answer)) return answer;
  throw new ApiError(200, 'malformed', 'The answer was not understood.');
}
