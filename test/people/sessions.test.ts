import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDevices } from '../../server/people/devices.ts';
import { createSessions } from '../../server/people/sessions.ts';
import { openState } from '../../server/state/open-state.ts';
import { createState, type State } from '../../server/state/state.ts';

const day = 24 * 3_600_000;
let folder: string;
let state: State;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-sessions-'));
  state = await openState(folder);
  const device = { name: 'Tom', role: 'member', issuedAt: 0 } as const;
  createDevices(state).add({ ...device, fingerprint: null, serial: null, expiresAt: null });
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

describe('a session', () => {
  it('lives as long as it is used, and ends thirty days after that', () => {
    const sessions = createSessions(state);
    const token = sessions.create('Tom', 0);
    expect(sessions.find(token, 29 * day)).toBe('Tom');
    expect(sessions.find(token, 58 * day)).toBe('Tom');
    expect(sessions.find(token, 89 * day)).toBeUndefined();
    expect(sessions.find('another', 0)).toBeUndefined();
  });

  it('is found also while the disk takes no note that it is used', () => {
    const token = createSessions(state).create('Tom', 0);
    const sqlite = new Database(join(folder, 'state.db'), { readonly: true });
    const refusing = createState(sqlite, state.query);
    expect(createSessions(refusing).find(token, day)).toBe('Tom');
    expect(() => createSessions(refusing).end(token)).toThrow(/readonly/);
    refusing.close();
  });
});
