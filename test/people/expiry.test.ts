import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDevices, type Devices } from '../../server/people/devices.ts';
import { takeExpiring } from '../../server/people/expiry.ts';
import { createDocuments, type Documents } from '../../server/state/documents.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';

const day = 24 * 3_600_000;
const end = 730 * day;
let folder: string;
let state: State;
let devices: Devices;
let documents: Documents;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-expiry-'));
  state = await openState(folder);
  devices = createDevices(state);
  documents = createDocuments(state);
  const certificate = { fingerprint: 'ab', serial: '41', issuedAt: 0, expiresAt: end };
  devices.add({ name: 'phone', person: 'Tom', role: 'member', ...certificate });
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

const daysIn = (text: string) => Number(/of phone ends in (\d+) days/.exec(text)?.[1]);
const daysTold = (before: number) =>
  takeExpiring(devices, documents, end - before * day).map(daysIn);

it('tells of an end at 60, 30 and 7 days, each once', () => {
  const told = [100, 60.5, 59.5, 59, 31, 29.5, 8, 6.5, 1].map(daysTold);
  expect(told).toEqual([[], [], [59], [], [], [29], [], [6], []]);
});

it('tells once of a hub that slept through the steps', () => {
  expect(daysTold(5)).toEqual([5]);
  expect(daysTold(4)).toEqual([]);
});

it('says nothing of what was renewed, ended or over, and begins anew with a new certificate', () => {
  const next = { fingerprint: 'cd', serial: '42', issuedAt: end, expiresAt: 2 * end };
  devices.offer('phone', next, 'Tom');
  expect(daysTold(5)).toEqual([]);
  devices.promote('phone', end);
  expect(takeExpiring(devices, documents, 2 * end - 20 * day).map(daysIn)).toEqual([20]);
  expect(takeExpiring(devices, documents, 2 * end)).toEqual([]);
  devices.revoke('phone', 0);
  expect(takeExpiring(devices, documents, 2 * end - 5 * day)).toEqual([]);
});
