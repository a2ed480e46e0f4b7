import { expect, it } from 'vitest';
import { BrokenPulse } from '../../server/gpio/output.ts';
import { createLog } from '../../server/log.ts';
import { driveDoor } from '../../server/outputs/drive-door.ts';
import { readReminders } from '../../server/outputs/reminders.ts';
import { until } from '../until.ts';

const mum = { name: 'Mum', via: 'certificate' as const };
const spec = {
  ...{ id: 'garage', name: 'Garage', sensor: 'garage', pulseMs: 500 },
  ...{ relay: { line: 6, activeLow: false }, warning: undefined, guests: undefined },
  rules: { warnMs: 0, leftOpenMs: 0, autoCloseMs: 60_000 },
};

/** A door that stands open, whose relay does as a test says; starting it again is a restart of the hub. */
function createDoor(pulse: () => Promise<void>, travelMs = 30_000) {
  let steady = 0;
  const stored = new Map<string, string>();
  const documents = {
    read: (key: string) => stored.get(key),
    write: (key: string, body: string) => void stored.set(key, body),
  };
  const audited: string[] = [];
  const relay = {
    ...{ isActive: false, trouble: null, pulse, want: () => undefined },
    ...{ set: async () => undefined, onTrouble: () => undefined, close: async () => undefined },
  };
  const start = () =>
    driveDoor(
      { ...spec, rules: { ...spec.rules, travelMs } },
      {
        ...{ site: 'Home', clock: { wall: () => steady, steady: () => steady }, relay },
        log: createLog(() => undefined),
        createWarner: () => ({ begin: async () => undefined, end: () => undefined }),
        record: () => ({
          sensor: 'garage',
          kind: 'contact',
          value: 'open',
          since: 7,
          last: 'open',
        }),
        audit: (_, __, detail) => void audited.push(detail),
        ...{ tell: () => undefined, onChange: () => undefined, isArmed: () => false },
        reminded: readReminders(documents, 'garage-reminded'),
        stuck: readReminders(documents, 'garage-stuck'),
      },
    );
  return {
    ...{ start, audited },
    pass(ms: number) {
      steady += ms;
    },
  };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

it('a pulse that broke off may have moved the door, one that never began has not', async () => {
  let failure: Error = new BrokenPulse('it does not rest');
  const { start, audited, pass } = createDoor(() => Promise.reject(failure));
  const door = start();
  pass(10_000);
  door.command('close', mum, null, 'member');
  await settled();
  expect(door.describe().position).toBe('closing');
  expect(audited.at(-1)).toBe('Garage may have moved, but its relay failed: it does not rest');
  door.stop();

  failure = new Error('held by another program');
  const again = start();
  pass(10_000);
  again.command('close', mum, null, 'member');
  await settled();
  expect(again.describe().position).toBe('open');
  expect(audited.at(-1)).toBe('Garage was not moved: held by another program');
  again.stop();
});

it('a door that is stuck is so after a restart, until somebody asks it to move', async () => {
  const { start, pass } = createDoor(async () => undefined, 0);
  const door = start();
  pass(10_000);
  door.command('close', mum, null, 'member');
  await until(() => (door.describe().position === 'stuck' ? true : undefined));
  door.stop();
  const again = start();
  expect([again.describe().position, again.describe().closesAt]).toEqual(['stuck', null]);
  pass(10_000);
  again.command('close', mum, null, 'member');
  again.stop();
  const third = start();
  expect(third.describe().position).toBe('open');
  third.stop();
});
