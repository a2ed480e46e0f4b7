import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import { createReadAhead } from '../../server/history/read-ahead.ts';
import { createHistoryReader } from '../../server/history/reader.ts';
import { createJournal } from '../../server/state/journal.ts';
import { openState } from '../../server/state/open-state.ts';
import { createTimeZone } from '../../server/time-zone.ts';

describe('a page that is read ahead', () => {
  let version = '';
  const ahead = createReadAhead<string>(() => version);

  beforeEach(() => {
    version = '1';
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.runAllTimers();
    vi.useRealTimers();
  });

  it('is given to the one who asks for it, once', async () => {
    ahead.start('a', async () => 'page');
    expect(ahead.take('b')).toBeUndefined();
    expect(await ahead.take('a')).toBe('page');
    expect(ahead.take('a')).toBeUndefined();
  });

  it('is dropped when something has changed, also while it was read', () => {
    ahead.start('a', async () => {
      version = '2';
      return 'page';
    });
    expect(ahead.take('a')).toBeUndefined();
    ahead.start('a', async () => 'page');
    version = '3';
    expect(ahead.take('a')).toBeUndefined();
  });

  it('is the only one, and makes room when nobody comes for it', async () => {
    ahead.start('a', async () => 'first');
    ahead.start('b', async () => 'second');
    expect(ahead.take('b')).toBeUndefined();
    vi.runAllTimers();
    expect(ahead.take('a')).toBeUndefined();
    ahead.start('b', async () => 'second');
    expect(await ahead.take('b')).toBe('second');
  });

  it('that failed says so to the one who asks for it, and to nobody else', async () => {
    ahead.start('a', () => Promise.reject(new Error('away')));
    await Promise.resolve();
    await expect(ahead.take('a')).rejects.toThrow('away');
  });
});

it('the reader’s version changes with what is accepted and with what is shipped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-reader-'));
  const state = await openState(folder);
  const history = await openSqliteHistory(join(folder, 'history.db'), 'home');
  const journal = createJournal(state);
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const reader = createHistoryReader(
    journal,
    async () => history,
    createTimeZone('UTC'),
    log,
    Date.now,
  );
  const versions = [reader.version()];
  const row = journal.append({ id: 'a', at: 1, topic: 'event', sensor: 'door', kind: 'trigger' });
  versions.push(reader.version());
  await history.append([row]);
  journal.markShipped(row.seq);
  versions.push(reader.version());
  expect(new Set(versions).size).toBe(3);
  expect(reader.version()).toBe(versions[2]);
  await history.close();
  state.close();
  rmSync(folder, { recursive: true });
});
