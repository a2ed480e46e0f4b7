import { expect, it } from 'vitest';
import { wouldAlarm } from '../../server/alarm/would-alarm.ts';
import { houseRules, playHouse, zoneOf } from './play-house.ts';

const rules = houseRules({ entryDelay: 30 });
const would = ({ state }: ReturnType<typeof playHouse>, sensor: string) => {
  const zone = zoneOf.get(sensor);
  if (!zone) throw new Error(sensor);
  return wouldAlarm(state, zone, rules);
};

it('a door that may be opened raises no alarm, or leaves time to disarm', () => {
  const house = playHouse(rules);
  expect(['front', 'laundry', 'box', 'bell'].map(sensor => would(house, sensor))).toEqual([
    ...[false, false, true, false],
  ]);
  house.arm('away', [], true);
  expect(['front', 'laundry', 'box', 'bell'].map(sensor => would(house, sensor))).toEqual([
    ...[false, true, true, false],
  ]);
});

it('what is left out raises none', () => {
  expect(would(playHouse(rules).arm('away', ['laundry'], true), 'laundry')).toBe(false);
});

it('there is no time to disarm without an entry delay, or once there is an alarm', () => {
  const bare = playHouse().arm();
  const front = zoneOf.get('front');
  expect(front && wouldAlarm(bare.state, front, bare.rules)).toBe(true);
  const house = playHouse(rules).arm('away', [], true).open('garage');
  expect(would(house, 'front')).toBe(false);
  house.open('laundry');
  expect([house.state.phase, would(house, 'front')]).toEqual(['triggered', true]);
});

/** What is said of a trip is what comes of it. */
it('is right of every sensor in every state that it would trip in', () => {
  for (const sensor of ['front', 'garage', 'laundry', 'window', 'box', 'bell']) {
    for (const isArmed of [false, true]) {
      const house = playHouse(rules);
      if (isArmed) house.arm('away', [], true);
      const said = would(house, sensor);
      house.open(sensor);
      const hasAlarm = house.state.incident !== null;
      expect([sensor, isArmed, said]).toEqual([sensor, isArmed, hasAlarm]);
    }
  }
});
