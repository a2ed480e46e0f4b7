import { afterEach, beforeEach, expect, test } from 'vitest';
import { restOutputs } from '../../server/gpio/rest-outputs.ts';
import { createSysfsOutputs } from '../../server/gpio/sysfs-output.ts';
import { createSysfsKernel } from '../fakes/sysfs-kernel.ts';
import { until } from '../until.ts';

const siren = { line: 5, activeLow: false };
const relay = { line: 5, activeLow: true };
const number = 517;
let kernel: ReturnType<typeof createSysfsKernel>;
let open: ReturnType<typeof createSysfsOutputs>;

beforeEach(() => {
  kernel = createSysfsKernel();
  open = createSysfsOutputs(kernel.place);
});

afterEach(() => kernel.remove());

test.each([
  [siren, '0', '010'],
  [relay, '1', '101'],
])(
  '%o rests at once, works while it is set, and is given back at rest',
  async (options, rest, wire) => {
    const output = await open(options);
    expect(kernel.wire(number)).toBe(rest);
    await output.set(true);
    await output.set(true);
    await output.set(false);
    expect(kernel.wire(number)).toBe(wire);
    await output.close();
    await output.close();
    expect(kernel.wire(number)).toBe(`${wire}-`);
    expect(kernel.isExported(number)).toBe(false);
    await expect(output.set(true)).rejects.toMatchObject({ code: 'ECLOSED' });
  },
);

test.each(['0', '1'])(
  'an output that a killed hub left at rest does not move, whatever its active_low of %s',
  async active_low => {
    kernel.leave(number, { direction: 'out', value: active_low === '1' ? '0' : '1', active_low });
    await open(relay);
    expect(kernel.wire(number)).toBe('1');
  },
);

test('a siren that a killed hub left working rests', async () => {
  kernel.leave(number, { direction: 'out', value: '1' });
  await open(siren);
  expect(kernel.wire(number)).toBe('10');
});

test('a line that a killed hub left as an input that is waited on becomes an output', async () => {
  kernel.leave(number, { edge: 'both' });
  await open(relay);
  expect(kernel.wire(number)).toBe('1');
  expect(kernel.direction(number)).toBe('out');
});

test('a line that another program took away is taken back when it is set', async () => {
  const output = await open(siren);
  await kernel.place.write('/unexport', String(number));
  await output.set(true);
  expect(kernel.wire(number)).toBe('0-1');
});

test('a pulse ends at rest, also when it is closed meanwhile', async () => {
  const output = await open(siren);
  await output.pulse(1);
  expect(kernel.wire(number)).toBe('010');
  const pulse = output.pulse(60_000);
  await until(() => (kernel.wire(number) === '0101' ? true : undefined));
  await output.close();
  await pulse;
  expect(kernel.wire(number)).toBe('01010-');
});

test('a line that is held says by whom', async () => {
  kernel.refuse('EBUSY', 'onewire@0');
  await expect(open(siren)).rejects.toMatchObject({
    ...{ code: 'EBUSY', line: 5, holder: 'onewire@0' },
    message: expect.stringContaining('held by onewire@0'),
  });
});

test('after a hub that was killed every output is put to rest, and what cannot be is named', async () => {
  kernel.leave(number, { direction: 'out', value: '1' });
  expect(await restOutputs([siren, { line: 99, activeLow: false }], open)).toEqual([
    expect.stringMatching(/^GPIO line 99: /),
  ]);
  expect(kernel.wire(number)).toBe('10-');
});
