import { expect, it } from 'vitest';
import { loadConfig } from '../../server/config/load-config.ts';
import { doorsOf } from '../../server/outputs/door-specs.ts';
import { createSimulatedOutputs } from '../../server/outputs/simulated-outputs.ts';
import type { Reading } from '../../server/sensors/reading.ts';

it('a house without a configuration has a door, whose relay moves the household’s sensor', async () => {
  const doors = doorsOf(loadConfig({ file: undefined, environment: {} }));
  expect(doors.map(({ name, sensor }) => [name, sensor])).toEqual([['Garage door', 'garage-door']]);
  const [door] = doors;
  let level = 'closed';
  let arrive = (_: Reading) => {};
  const open = createSimulatedOutputs(doors, {
    ...{ speed: 300, now: () => 7, levelOf: () => level },
    push: reading => arrive(reading),
  });
  const move = async () => {
    const relay = await open(door?.relay ?? { line: 0, activeLow: false });
    const reading = new Promise<Reading>(resolve => {
      arrive = resolve;
    });
    await relay.pulse(500);
    return reading;
  };
  const moved = { sensor: 'garage-door', kind: 'contact', at: 7 };
  expect(await move()).toEqual({ ...moved, value: 'open' });
  level = 'open';
  expect(await move()).toEqual({ ...moved, value: 'closed' });
});

it('no house of real sensors has one by itself', () => {
  const { outputs, sensors } = loadConfig({ file: undefined, environment: {} });
  expect(doorsOf({ outputs, sensors: { ...sensors, driver: 'onoff' } })).toEqual([]);
});
