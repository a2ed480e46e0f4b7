import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { NewDeviceRequest, NewPairing } from '../../server/protocol.ts';
import type { HubProcess, Place } from '../hub-process.ts';
import { identityInProfile, readIdentity } from '../identity.ts';
import { type Credential, type Reply, send } from '../request.ts';

/** The setup page is found by the hub's name, which this machine may not know. */
export function atSetup(hub: HubProcess, link: string, rest = ''): Promise<Reply> {
  const { pathname } = new URL(link, hub.setupAddress);
  const path = rest.startsWith('//') ? rest.slice(1) : `${pathname}${rest}`;
  return send(`${hub.setupAddress}${path}`, { as: { ca: hub.admin().ca } });
}

/** Everything that a phone does to get its certificate. */
export async function install(
  hub: HubProcess,
  link: string,
  passphrase: string,
): Promise<Credential> {
  const profile = await atSetup(hub, link, '/sec53.mobileconfig');
  return readIdentity(identityInProfile(profile.text), passphrase, hub.admin().ca);
}

/** Lets a phone in, and lays its files where a browser takes them from. */
export async function addPhone(
  hub: HubProcess,
  place: Place,
  request: NewDeviceRequest,
): Promise<Credential> {
  const reply = await hub.send('/api/devices', { method: 'POST', body: request });
  const { link, passphrase }: NewPairing = reply.json;
  const profile = (await atSetup(hub, link, '/sec53.mobileconfig')).text;
  const p12 = identityInProfile(profile);
  const folder = join(place.data, 'pki/devices', request.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${request.name}.p12`), p12);
  writeFileSync(join(folder, 'passphrase'), passphrase);
  return readIdentity(p12, passphrase, hub.admin().ca);
}

/** A password as it is written, without the gaps of the page's source. */
export async function written(place: Locator): Promise<string> {
  return ((await place.textContent()) ?? '').replace(/\s/g, '');
}
