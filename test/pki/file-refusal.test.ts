import { expect, it } from 'vitest';
import { fileRefusal } from '../../pki/file-refusal.ts';
import { Refusal } from '../../server/errors.ts';

it.each([
  ['ENOSPC', 'write', 'the disk is full. Free some space and run this again'],
  ['EROFS', 'write', 'the file system is read-only. Remount it writable and run this again'],
  ['EACCES', 'write', 'permission denied. Run this as the user that owns the data folder'],
  ['ENOENT', 'write', 'the folder that it belongs into is missing. Check the path'],
  ['ENOENT', 'read', 'it is missing. Restore it from the backup of the data folder'],
  ['EIO', 'write', 'i/o error'],
])('%s on %s is told with the place and the fix', (code, action, text) => {
  const refusal = fileRefusal(Object.assign(new Error('i/o error'), { code }), action, '/data/x');
  expect(refusal).toBeInstanceOf(Refusal);
  expect(refusal.message).toBe(`cannot ${action} /data/x: ${text}`);
});

it('a refusal that already says all stays as it is', () => {
  const refusal = new Refusal('said');
  expect(fileRefusal(refusal, 'write', '/data/x')).toBe(refusal);
});
