import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createW1Reader } from '../../../server/gpio/w1.ts';
import { until } from '../../until.ts';
import type { Check } from './check.ts';

const folder = '/sys/bus/w1/devices';
const read = createW1Reader();

/** Sets what the simulated thermometers do from now on; see modules/w1-sim.c. */
function setBus(what: 'temps' | 'present' | 'garbled' | 'powerless', value: string): void {
  writeFileSync(join('/sys/module/w1_sim/parameters', what), value);
}

/** The names of the bus's four thermometers, once the kernel has found them; plugged in once. */
export function theThermometers(): Promise<string[]> {
  if (!existsSync('/sys/module/w1_sim')) execFileSync('insmod', ['/modules/w1-sim.ko']);
  return until(() => {
    const names = readdirSync(folder).filter(name => name.startsWith('28-'));
    return names.length === 4 ? names.sort() : undefined;
  });
}

export const w1Checks: readonly Check[] = [
  {
    name: 'w1: reads each thermometer, below zero as well',
    async run() {
      const names = await theThermometers();
      setBus('temps', '21500,-5250,4000,0');
      const values: number[] = [];
      for (const name of names) values.push(await read(name));
      assert.deepEqual(values, [21.5, -5.25, 4, 0]);
    },
  },
  {
    name: 'w1: passes on what one shows that has just got its power',
    async run() {
      const [first = ''] = await theThermometers();
      setBus('powerless', '1');
      assert.equal(await read(first), 85);
      setBus('powerless', '0');
      assert.equal(await read(first), 21.5);
    },
  },
  {
    name: 'w1: takes a wrong checksum for no reading',
    async run() {
      const [first = '', second = ''] = await theThermometers();
      setBus('garbled', '1');
      await assert.rejects(read(first), /check its three wires/);
      assert.equal(await read(second), -5.25);
      setBus('garbled', '0');
      assert.equal(await read(first), 21.5);
    },
  },
  {
    name: 'w1: says which one is unplugged, and reads it again once it is back',
    async run() {
      const [first = '', second = ''] = await theThermometers();
      setBus('present', '0xd');
      await assert.rejects(read(second), new RegExp(`thermometer ${second}: it does not answer`));
      assert.equal(await read(first), 21.5);
      setBus('present', '0xf');
      assert.equal(await read(second), -5.25);
    },
  },
  {
    name: 'w1: says that a thermometer was never there',
    run: () => assert.rejects(read('28-000000000000'), /not on the bus/),
  },
];
