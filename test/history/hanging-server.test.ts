import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseHistoryUrl } from '../../server/config/history-url.ts';
import { createEventIds } from '../../server/event-id.ts';
import { openMysqlHistory } from '../../server/history/open-mysql.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';

let mariadb: Mariadb;
beforeAll(async () => {
  mariadb = await startMariadb();
});
afterAll(() => mariadb?.remove());

it('gives up on a server that hangs, however often, and goes on with it once it answers', async () => {
  const address = parseHistoryUrl(await mariadb.createDatabase('hanging'));
  if (!address) throw new Error('no address');
  const history = await openMysqlHistory(address, 'home', 1500);
  const newId = createEventIds();
  const row = (at: number) => ({
    ...{ seq: 0, id: newId(at), at, topic: 'event', sensor: 'door', kind: 'trigger' },
    ...{ mode: 'monitor', value: 0, body: '', doubtful: 0 },
  });
  const rows = [row(1000), row(2000)];
  await history.append(rows.slice(0, 1));
  mariadb.freeze();
  // The second time there is no open connection left, only a port that takes them.
  for (let time = 0; time < 2; time++) {
    await expect(history.append(rows)).rejects.toThrow(/timeout|timed out|ETIMEDOUT/i);
  }
  mariadb.thaw();
  await history.append(rows);
  const range = { from: 0, to: 10_000 };
  expect((await history.events(range, { limit: 10 })).map(({ at }) => at)).toEqual([1000, 2000]);
  await history.close();
});
