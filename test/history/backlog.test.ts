import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openSqliteHistory } from '../../server/history/open-sqlite.ts';
import { createHistoryReader } from '../../server/history/reader.ts';
import { createJournal } from '../../server/state/journal.ts';
import { openState } from '../../server/state/open-state.ts';
import { createTimeZone } from '../../server/time-zone.ts';

it.each([
  [2, [30]],
  [20, 'history_away'],
])('temperatures of which %i rows are shipped while they are read', async (overtaken, answer) => {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-backlog-'));
  const state = await openState(folder);
  const history = await openSqliteHistory(join(folder, 'history.db'), 'home');
  const journal = createJournal(state);
  const rows = Array.from({ length: 30 }, (_, index) =>
    journal.append({ id: `${index}`, at: index, topic: 'temperature', sensor: 'a', value: 20 }),
  );
  const coming = rows.slice(0, overtaken);
  const overtaking: typeof history = {
    ...history,
    async temperatures(...asked) {
      const row = coming.shift();
      if (row) await history.append([row]);
      if (row) journal.markShipped(row.seq);
      return history.temperatures(...asked);
    },
  };
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const zone = createTimeZone('UTC');
  const reader = createHistoryReader(
    journal,
    async () => overtaking,
    zone,
    log,
    () => 1000,
  );
  const found = await reader.temperatures(['a'], { from: 0, to: 100 }, 2).then(
    series => series.get('a')?.map(({ count }) => count),
    error => error.code,
  );
  expect(found).toEqual(answer);
  await history.close();
  state.close();
  rmSync(folder, { recursive: true });
});
