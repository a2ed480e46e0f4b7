import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices, type Devices } from '../../server/people/devices.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

let folder: string;
let state: State;
let foreign: State;
let devices: Devices;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-devices-'));
  state = await openState(folder);
  foreign = await openState(folder);
  devices = createDevices(state);
  const device = {
    name: 'Tom',
    role: 'member',
    serial: '1',
    issuedAt: 0,
    expiresAt: 9,
  } as const;
  devices.add({ ...device, fingerprint: 'ab' });
  expect(devices.byFingerprint('ab')?.revokedAt).toBeNull();
  expect(devices.get('Tom')?.revokedAt).toBeNull();
});
afterEach(() => {
  state.close();
  foreign.close();
  rmSync(folder, { recursive: true });
});

describe('a device that was looked up before', () => {
  it('is seen as revoked at the very next look, whoever revoked it', () => {
    createDevices(foreign).revoke('Tom', 5);
    expect(devices.byFingerprint('ab')?.revokedAt).toBe(5);
    expect(devices.get('Tom')?.revokedAt).toBe(5);
    devices.replace({
      ...{ name: 'Tom', role: 'guest', fingerprint: 'cd', serial: '2', issuedAt: 6 },
      expiresAt: 9,
    });
    expect(devices.byFingerprint('ab')).toBeNull();
    expect(devices.byFingerprint('cd')).toMatchObject({ role: 'guest', revokedAt: null });
    devices.revoke('Tom', 7);
    expect(devices.byFingerprint('cd')?.revokedAt).toBe(7);
  });

  it('is as it was when its revocation was rolled back, though it was looked up meanwhile', () => {
    const work = () => {
      devices.revoke('Tom', 5);
      expect(devices.byFingerprint('ab')?.revokedAt).toBe(5);
      throw new Error('no');
    };
    expect(() => state.transaction(work)).toThrow('no');
    expect(devices.byFingerprint('ab')?.revokedAt).toBeNull();
  });

  it('does not come in the way of one that is not there yet', () => {
    expect(devices.byFingerprint('ef')).toBeNull();
    const device = {
      name: 'Zoë',
      role: 'guest',
      serial: '3',
      issuedAt: 0,
      expiresAt: 9,
    } as const;
    createDevices(foreign).add({ ...device, fingerprint: 'ef' });
    expect(devices.byFingerprint('ef')?.name).toBe('Zoë');
  });
});
