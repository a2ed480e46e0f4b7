import { expect, it } from 'vitest';
import { createReceipts } from '../../server/notify/receipts.ts';
import type { Documents } from '../../server/state/documents.ts';

const day = 24 * 3_600_000;

function memory(): Documents & { written: Map<string, string> } {
  const written = new Map<string, string>();
  return {
    written,
    read: key => written.get(key),
    write: (key, body) => void written.set(key, body),
  };
}

it('is worth something once, and only to whoever holds it', () => {
  const documents = memory();
  const receipts = createReceipts(documents);
  const [mine, other] = [receipts.issue('a', 0), receipts.issue('b', 0)];
  expect(mine).not.toBe(other);
  expect(receipts.take('made up', 1)).toBeUndefined();
  expect(receipts.take(mine, 1)).toBe('a');
  expect(receipts.take(mine, 1)).toBeUndefined();
  expect([...documents.written.values()].join()).not.toContain(other);
});

it('outlives a restart, for eight days', () => {
  const documents = memory();
  const [early, late] = [0, 1].map(at => createReceipts(documents).issue(`at ${at}`, at * day));
  const again = createReceipts(documents);
  expect(again.take(early ?? '', 8 * day)).toBeUndefined();
  expect(again.take(late ?? '', 8 * day)).toBe('at 1');
});

it('goes on when what was kept cannot be read, and keeps so many at most', () => {
  const documents = memory();
  documents.write('push-receipts', '{"half');
  const receipts = createReceipts(documents);
  const first = receipts.issue('first', 0);
  const rest = Array.from({ length: 500 }, (_, n) => receipts.issue(`${n}`, 0));
  expect(receipts.take(first, 0)).toBeUndefined();
  expect(receipts.take(rest[0] ?? '', 0)).toBe('0');
});
