import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/load-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'sec53-outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sensors = `
sensors:
  driver: onoff
  list:
    - { id: gate, kind: contact, line: 23 }
    - { id: hall, kind: motion, line: 27 }
`;

/** What is said against it; empty for nothing. */
function against(outputs: string, house = sensors): string {
  const file = join(folder, 'sec53.yaml');
  writeFileSync(file, `${house}\noutputs:\n${outputs}\n`);
  try {
    loadConfig({ file, environment: {} });
    return '';
  } catch (error) {
    return String(error);
  }
}

const door = (more = '', id = 'garage', relay = 6, position = 'gate') =>
  `    - { id: ${id}, name: Garage, relay: ${relay}, position: ${position}${more} }`;

it('a door with a siren, or with a warning of its own, is well', () => {
  expect(against(`  siren: { line: 5 }\n  garage:\n${door()}`)).toBe('');
  expect(against(`  garage:\n${door(', warning: { line: 13 }')}`)).toBe('');
  expect(against(`  garage:\n${door(', warn: 0')}`)).toBe('');
  expect(against(`  siren: { line: 5 }\n  garage:\n${door(', warn: 5, autoClose: 60')}`)).toBe('');
});

it.each([
  ['no warning', `  garage:\n${door()}`, /garage\[0\]\.warn: .*set outputs\.siren/],
  [
    'a position that is no contact',
    `  garage:\n${door(', warn: 0', 'g', 6, 'hall')}`,
    /position.*gate/,
  ],
  [
    'a sensor’s line',
    `  garage:\n${door(', warn: 0', 'g', 27)}`,
    /relay: line 27 is hall’s already/,
  ],
  [
    'the siren’s line',
    `  siren: { line: 6 }\n  garage:\n${door()}`,
    /relay: line 6 is the siren’s already/,
  ],
  [
    'a line that it uses twice',
    `  garage:\n${door(', warning: { line: 6 }')}`,
    /warning\.line: line 6 is Garage’s already/,
  ],
  ['the chime’s line', '  siren: { line: 5 }\n  chime: { line: 5 }', /chime\.line: line 5/],
  [
    'an id that there is',
    `  garage:\n${door(', warn: 0')}\n${door(', warn: 0', 'garage', 7)}`,
    /garage\[1\]\.id: .*each door its own id/,
  ],
  [
    'a contact that sees another door',
    `  garage:\n${door(', warn: 0')}\n${door(', warn: 0', 'other', 7)}`,
    /garage\[1\]\.position: .*each door its own contact/,
  ],
  [
    'a door that closes by itself with hardly a warning',
    `  siren: { line: 5 }\n  garage:\n${door(', warn: 4, autoClose: 60')}`,
    /garage\[0\]\.warn: .*write 5 or more, or autoClose: 0/,
  ],
])('%s is refused, with the place and the fix', (_, outputs, words) => {
  expect(against(outputs)).toMatch(words);
});

it('the invented household has contacts to name', () => {
  const garage = `  garage:\n${door(', warn: 0', 'g', 6, 'garage-door')}`;
  expect(against(garage, 'sensors: { driver: simulated }')).toBe('');
  expect(against(garage.replace('garage-door', 'hall'), '')).toMatch(/position/);
});
