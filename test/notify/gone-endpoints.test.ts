import { expect, it } from 'vitest';
import { createGoneEndpoints } from '../../server/notify/gone-endpoints.ts';
import type { Documents } from '../../server/state/documents.ts';

it('knows what is over after a restart too, without saying where it was', () => {
  const written = new Map<string, string>();
  const documents: Documents = {
    read: key => written.get(key),
    write: (key, body) => void written.set(key, body),
  };
  createGoneEndpoints(documents).add('https://push.example/a');
  const again = createGoneEndpoints(documents);
  expect([again.has('https://push.example/a'), again.has('https://push.example/b')]).toEqual([
    ...[true, false],
  ]);
  expect([...written.values()].join()).not.toContain('push.example');
  for (let n = 0; n < 200; n++) again.add(`https://push.example/${n}`);
  expect(again.has('https://push.example/a')).toBe(false);
  written.set('push-gone', '{"half');
  expect(createGoneEndpoints(documents).has('https://push.example/1')).toBe(false);
});
