import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine } from '../../../scripts/doctor/examine.ts';
import { formatRows } from '../../../scripts/doctor/print.ts';
import { createRedactor } from '../../../scripts/doctor/redact.ts';
import { good, warning } from '../../../scripts/doctor/row.ts';
import { examineSecretFiles } from '../../../scripts/doctor/secret-files.ts';
import { createMachine, type Machine } from './facts.ts';

let machine: Machine;
beforeEach(() => {
  machine = createMachine();
});
afterEach(() => machine.remove());

describe('checks', () => {
  it('stop nobody else when they fail or never end', async () => {
    const checks = {
      broken: () => {
        throw new Error('no such column');
      },
      endless: () => new Promise<never>(() => undefined),
      well: () => [good('well', 'it is')],
    };
    expect(await examine(machine.facts, checks, 1)).toMatchObject([
      { check: 'broken', state: 'fault', says: expect.stringContaining('no such column') },
      { check: 'endless', state: 'fault', says: expect.stringContaining('given up') },
      { check: 'well', state: 'good' },
    ]);
  });
});

describe('what is printed', () => {
  it('is in columns, with the fix below', () => {
    const rows = [good('clock', 'set'), warning('data folder', 'full', 'free it')];
    expect(formatRows(rows, false)).toBe(
      'good     clock        set\nwarning  data folder  full\n                      -> free it\n',
    );
  });

  it('holds no secret, whatever says it', () => {
    const secret = fc.string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (password, before, after) => {
        const { config } = machine.facts;
        if (!config) throw new Error('no configuration');
        const history = { user: 'u', password, hosts: [], database: 'd' };
        const clean = createRedactor({ ...config, history });
        const row = clean(warning('c', `${before}${password}${after}`, password));
        expect(row.says).not.toContain(password);
        expect(row.fix).not.toContain(password);
      }),
    );
  });

  it('shows of a number its end, and steers no terminal', () => {
    const clean = createRedactor(machine.facts.config);
    const { says } = clean(good('reach', 'Mum\u001b[2J: +61400000123 is refused'));
    expect(says).toBe('Mum?[2J: …123 is refused');
  });
});

describe('secrets', () => {
  const yaml = 'history: { password_file: db }\nwatch: { witness: { token_file: gone } }\n';
  it.each([
    [0o600, 'good'],
    [0o640, 'good'],
    [0o644, 'warning'],
    [0o660, 'warning'],
    [0o666, 'fault'],
  ])('in a file of the rights %o are %s', (mode, state) => {
    machine.write('db', 'x');
    const file = join(machine.facts.root, 'sec53.yaml');
    chmodSync(join(machine.facts.root, 'db'), mode);
    expect(examineSecretFiles(file, yaml)).toMatchObject([{ check: 'secrets', state }]);
  });

  it('in the configuration itself make it one of them', () => {
    const text = 'notify: { sms: { provider: twilio, password: "hush hush" } }\n';
    machine.write('sec53.yaml', text);
    const file = join(machine.facts.root, 'sec53.yaml');
    chmodSync(file, 0o644);
    expect(examineSecretFiles(file, text)).toMatchObject([{ fix: `chmod 600 ${file}` }]);
    expect(statSync(file).mode & 0o777).toBe(0o644);
  });
});
