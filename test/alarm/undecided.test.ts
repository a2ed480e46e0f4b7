import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStream } from '../event-stream.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';

type Trip = { sensor: string };
let house: WiredHouse;
let state: Database.Database;

beforeEach(async () => {
  house = createWiredHouse(`
timeZone: UTC
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, kind: contact, line: 17, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: 27, glitchMs: 0, settleMs: 0 }
`);
  await house.start();
  state = new Database(join(dirname(house.pki), 'state.db'));
});
afterEach(async () => {
  state.close();
  await house.remove();
});

it('leaves out a decision that fails, keeps its reading, says so and decides what comes next', async () => {
  // The mistake: what a trip of the hall leads to cannot be recorded.
  state.exec(`create trigger mistake before insert on incident_steps when new.sensor = 'hall' and new.kind = 'trip'
    begin select raise(abort, 'a mistake in the decision'); end`);
  const stream = await openStream(house.address(), house.admin());
  await house.ask('/api/mode', 'PUT', { mode: 'alert' });
  // All three within one turn, so that they are one batch.
  house.move(27, 1);
  house.move(17, 1);
  house.move(27, 0);
  await stream.next(({ event, data }) => event === 'reset' || data.kind === 'reset');
  const events = stream.messages.filter(({ event }) => event === 'event');
  expect(events.map(({ data: { sensor, kind } }) => [sensor, kind])).toEqual([
    ['hall', 'trigger'],
    ['door', 'trigger'],
    ['hall', 'reset'],
  ]);
  // What was undone is not told either.
  const incidents = stream.messages.filter(({ event }) => event === 'incident');
  expect(incidents.map(({ data }) => data.trips.map(({ sensor }: Trip) => sensor))).toEqual([
    ['door'],
  ]);
  const { incident, flags, alarm } = await house.ask('/api/status');
  expect(incident.trips.map(({ sensor }: Trip) => sensor)).toEqual(['door']);
  expect([alarm.state, flags]).toEqual(['triggered', ['silent', 'undecided']]);
  expect(
    house.logged().match(/a decision failed.*sensor=hall.*a mistake in the decision/g),
  ).toHaveLength(1);
  const day = new Date().toISOString().slice(0, 10);
  const { entries } = await house.ask(`/api/audit?day=${day}`);
  const undecided = entries.filter(({ action }: { action: string }) => action === 'undecided');
  expect(undecided.map(({ detail }: { detail: string }) => detail)).toEqual([
    expect.stringMatching(/^Hall was active at .*the alarm did not judge it$/),
  ]);
  stream.close();
});
