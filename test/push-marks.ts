import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Place } from './hub-process.ts';

interface Marks {
  id: string;
  shown_at: number | null;
  tapped_at: number | null;
}

/** What a hub, which may be running, has noted of a subscription. */
export function readMarks(place: Place, endpoint: string): Marks {
  const store = new Database(join(place.data, 'state.db'), { readonly: true });
  const select = 'select id, shown_at, tapped_at from subscriptions where endpoint = ?';
  const row = store.prepare<[string], Marks>(select).get(endpoint);
  store.close();
  if (!row) throw new Error(`no subscription at ${endpoint}`);
  return row;
}

/** A message that was sent to a subscription. */
export function putSentMessage(place: Place, id: string, recipient: string): void {
  const store = new Database(join(place.data, 'state.db'));
  const insert = `insert into outbox values
    (?, '', '', 'test', 'push', ?, '', '', '', 0, 0, 0, 0, 'sent', 1, 0, 0, '', '', '', '', '')`;
  store.prepare(insert).run(id, recipient);
  store.close();
}
