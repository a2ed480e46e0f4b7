import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainFault } from '../../server/gpio/fault.ts';
import { biasHint, createOnoffDriver } from '../../server/gpio/onoff.ts';

const contact = { line: 17, activeLow: false, bias: 'pull-up' } as const;

test('gives the firmware line for a bias, which sysfs cannot set', () => {
  expect(biasHint(contact)).toBe('gpio=17=ip,pu');
  expect(biasHint({ ...contact, line: 4, bias: 'pull-down' })).toBe('gpio=4=ip,pd');
  expect(biasHint({ ...contact, bias: 'none' })).toBeUndefined();
});

test('refuses to open a line on a system without GPIO, and says what to set', async () => {
  const open = createOnoffDriver({ root: join(import.meta.dirname, 'absent') });
  await expect(open(contact)).rejects.toMatchObject({ code: 'ENOSYSFS', line: 17 });
});

test.each([
  ['EACCES', 'sudo usermod -aG gpio'],
  ['EBUSY', '/sys/kernel/debug/gpio'],
  ['EINVAL', 'choose a line that the header brings out'],
  ['ENOENT', 'choose another line'],
  ['ENODEV', 'stop that program'],
])('%s is explained with its fix, and keeps its cause', (code, fix) => {
  const cause = Object.assign(new Error(`${code}: from the kernel`), { code });
  const fault = explainFault(17, cause);
  expect(fault).toMatchObject({ code, line: 17, cause });
  expect(fault.message).toMatch(/^GPIO line 17: /);
  expect(fault.message).toContain(fix);
  expect(fault.message).toContain('from the kernel');
});

test('an unforeseen error keeps its own words', () => {
  expect(explainFault(5, new Error('odd')).message).toBe('GPIO line 5: odd');
});
