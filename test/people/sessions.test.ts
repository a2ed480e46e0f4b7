import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPersons } from '../../server/people/persons.ts';
import { createSessions } from '../../server/people/sessions.ts';
import { openState } from '../../server/state/open-state.ts';
import { createState, type State } from '../../server/state/state.ts';

const day = 24 * 3_600_000;
const tom = { person: 'Tom', device: null, agent: 'a browser' } as const;
let folder: string;
let state: State;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-sessions-'));
  state = await openState(folder);
  createPersons(state).set('Tom', 'member', 0);
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

describe('a session', () => {
  it('lives as long as it is used, and ends thirty days after that', () => {
    const sessions = createSessions(state);
    const token = sessions.create({ ...tom, via: 'totp' }, 0);
    expect(sessions.find(token, 29 * day)?.person).toBe('Tom');
    expect(sessions.find(token, 58 * day)?.person).toBe('Tom');
    expect(sessions.find(token, 89 * day)).toBeUndefined();
    expect(sessions.find('another', 0)).toBeUndefined();
  });

  it('is found also while the disk takes no note that it is used', () => {
    const token = createSessions(state).create({ ...tom, via: 'totp' }, 0);
    const sqlite = new Database(join(folder, 'state.db'), { readonly: true });
    const refusing = createState(sqlite, state.query);
    expect(createSessions(refusing).find(token, day)?.person).toBe('Tom');
    expect(() => createSessions(refusing).end(token)).toThrow(/readonly/);
    refusing.close();
  });
});
