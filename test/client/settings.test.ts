import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Api } from '../../client/data/api.ts';
import { ApiError } from '../../client/data/api-error.ts';
import { createSettingsDraft, isDirty, wrongIn } from '../../client/data/settings-draft.ts';
import { withAlarm, withDelay, withMember, withSensor } from '../../client/data/settings-edits.ts';
import { isSame, mergeSettings } from '../../client/data/settings-merge.ts';
import {
  isOverridden,
  placeOfPath,
  settingsPath,
  settingsPlace,
} from '../../client/data/settings-place.ts';
import {
  findWrong,
  isAllowed,
  type Range,
  ranges,
  stepFrom,
  wrongAt,
} from '../../client/data/settings-rules.ts';
import {
  confirmWords,
  daysWords,
  groupsWords,
  profileWords,
  schedulesWords,
  secondsWords,
  sensorsWords,
  sensorWords,
  versionsWords,
} from '../../client/words/settings.ts';
import { changeWords } from '../../client/words/settings-changes.ts';
import { conflictWords, noPastWords, replayWords } from '../../client/words/settings-replay.ts';
import { configSchema } from '../../server/config/schema.ts';
import type {
  HouseSettings,
  ReplayReport,
  SensorSettings,
  SettingsPage,
} from '../../server/protocol.ts';

function sensor(id: string, name: string, more: Partial<SensorSettings> = {}): SensorSettings {
  return {
    ...{ id, name, kind: 'contact', zone: 'instant', chime: false, autoBypass: false },
    ...{ groupOnly: false, pulses: 1, pulseWindow: 30, entryDelay: null },
    ...more,
  };
}

const house: HouseSettings = {
  sensors: [
    sensor('front', 'Front door', { zone: 'delay' }),
    sensor('hall', 'Hall', { kind: 'motion', zone: 'follower' }),
    sensor('laundry.door', 'Laundry door'),
    sensor('heat', 'Heat', { kind: 'temperature', zone: '24-hour' }),
  ],
  alarm: {
    ...{ exitDelay: 60, entryDelay: 30, finalDoor: 5, confirmWindow: 1800, confirmTrips: 0 },
    ...{ duration: 300, delays: { night: { exit: 0 } }, groups: [], schedules: [], bedtime: null },
    profiles: { away: 'all', night: ['front', 'laundry.door'], home: ['front'] },
  },
};
const page: SettingsPage = {
  ...{ settings: house, version: 'one', locked: null, overridden: [], versions: [] },
};
const group = { name: 'Downstairs', sensors: ['front', 'hall'], trips: 2, window: 60 };

const said = (before: HouseSettings, after: HouseSettings) =>
  changeWords(before, after).map(({ what, from, to }) =>
    from === null ? `${what}: ${to}` : `${what}: ${from} → ${to}`,
  );

describe('what a field takes', () => {
  const schemaTakes: Record<keyof typeof ranges, (value: number) => boolean> = {
    ...{ exitDelay: ofAlarm('exitDelay'), entryDelay: ofAlarm('entryDelay') },
    ...{ finalDoor: ofAlarm('finalDoor'), confirmWindow: ofAlarm('confirmWindow') },
    ...{ confirmTrips: ofAlarm('confirmTrips'), duration: ofAlarm('duration') },
    ...{ pulses: ofSensor('pulses'), pulseWindow: ofSensor('pulseWindow') },
    ...{ trips: ofGroup('trips'), window: ofGroup('window') },
  };
  function takes(value: object): boolean {
    return configSchema.safeParse(value).success;
  }
  function ofAlarm(key: string) {
    return (value: number) => takes({ alarm: { [key]: value } });
  }
  function ofSensor(key: string) {
    return (value: number) =>
      takes({ sensors: { list: [{ id: 'a', kind: 'contact', [key]: value }] } });
  }
  function ofGroup(key: string) {
    return (value: number) => takes({ alarm: { groups: [{ ...group, [key]: value }] } });
  }

  const entries = Object.entries<Range>(ranges);

  it.each(entries)('is what the configuration takes (%s)', (key, range) => {
    const value = fc.oneof(
      fc.integer({ min: -10, max: 300 }),
      fc.integer({ min: range.max - 5, max: range.max + 5 }),
      fc.constantFrom(Number.NaN, 0.5, Number.POSITIVE_INFINITY),
    );
    const check = new Map(Object.entries(schemaTakes)).get(key);
    fc.assert(
      fc.property(value, number => {
        expect(isAllowed(range, number)).toBe(check?.(number));
      }),
    );
  });

  it.each(entries)('is never left by a tap (%s)', (_, range) => {
    const direction = fc.constantFrom<1 | -1>(1, -1);
    fc.assert(
      fc.property(fc.integer({ min: -5, max: range.max + 5 }), direction, (from, by) => {
        const to = stepFrom(range, from, by);
        expect(isAllowed(range, to)).toBe(true);
        // A tap moves that way, or stays at the end.
        if (isAllowed(range, from) && to !== from) expect(Math.sign(to - from)).toBe(by);
      }),
    );
  });

  it('goes over what is too short in one tap', () => {
    expect(stepFrom(ranges.exitDelay, 0, 1)).toBe(45);
    expect(stepFrom(ranges.exitDelay, 45, -1)).toBe(0);
    expect(stepFrom(ranges.entryDelay, 17, 1)).toBe(20);
    expect(stepFrom(ranges.duration, 1, -1)).toBe(1);
    expect(stepFrom(ranges.exitDelay, Number.NaN, 1)).toBe(45);
  });

  it('is told by the path of the field', () => {
    expect(findWrong(house)).toEqual([]);
    const wrong = findWrong(
      withAlarm(withSensor(house, 'hall', { name: '', groupOnly: true, pulses: 11 }), {
        ...{ exitDelay: 44, delays: { home: { entry: 14 } } },
        groups: [
          { ...group, trips: 3 },
          { ...group, sensors: ['front'] },
        ],
        schedules: [{ at: '24:00', days: [], profile: 'night', when: 'ask' }],
        bedtime: '',
      }),
    );
    expect(wrong.map(({ path }) => path)).toEqual([
      ...['sensors.1.name', 'sensors.1.pulses', 'alarm.delays.home.entry', 'alarm.exitDelay'],
      ...['alarm.groups.0.trips', 'alarm.groups.1.sensors'],
      ...['alarm.schedules.0.at', 'alarm.schedules.0.days', 'alarm.bedtime'],
    ]);
    expect(wrongAt(wrong, 'alarm.exitDelay')).toBe('Write 0, or 45 to 255.');
    expect(wrongAt(wrong, 'alarm.groups.0')).toBe('No more than its 2 sensors.');
    expect(wrongAt(wrong, 'alarm.groups.10')).toBe(null);
    const lonely = findWrong(withSensor(house, 'hall', { groupOnly: true }));
    expect(lonely.map(({ path }) => path)).toEqual(['sensors.1.groupOnly']);
  });
});

describe('a page of the settings', () => {
  it('is named by its address, and an address by its page', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !/^\.+$/.test(text));
    fc.assert(
      fc.property(id, text => {
        const path = settingsPath({ kind: 'sensor', id: text });
        expect(settingsPlace(path.replace('/house/settings/', ''))).toEqual({
          ...{ kind: 'sensor', id: text },
        });
      }),
    );
    expect(settingsPlace('profile/night')).toEqual({ kind: 'profile', profile: 'night' });
    expect(settingsPlace('profile/other')).toEqual({ kind: 'list' });
    expect(settingsPlace('sensors/%')).toEqual({ kind: 'sensors' });
    expect(settingsPlace('')).toEqual({ kind: 'list' });
  });

  it('is found for what the hub calls wrong', () => {
    const found = (path: string) => settingsPath(placeOfPath(path, house));
    expect(found('sensors.2.zone')).toBe('/house/settings/sensors/laundry.door');
    expect(found('sensors.9.zone')).toBe('/house/settings/sensors');
    expect(found('alarm.delays.home.exit')).toBe('/house/settings/profile/home');
    expect(found('alarm.profiles.away.3')).toBe('/house/settings/profile/away');
    expect(found('alarm.groups.0.trips')).toBe('/house/settings/groups');
    expect(found('alarm.bedtime')).toBe('/house/settings/schedules');
    expect(found('alarm.duration')).toBe('/house/settings/alarm');
    expect(found('version')).toBe('/house/settings');
  });

  it('knows what the environment sets', () => {
    expect(isOverridden(['sensors'], 'sensors.list')).toBe(true);
    expect(isOverridden(['alarm.profiles.away'], 'alarm.profiles.away')).toBe(true);
    expect(isOverridden(['alarm.exitDelay'], 'alarm.exit')).toBe(false);
    expect(isOverridden(['alarm'], 'alarm.groups')).toBe(true);
  });
});

describe('the draft', () => {
  type Answer = unknown | ApiError;
  function apiOf(answers: Record<string, Answer[]>): Api & { sent: unknown[] } {
    const sent: unknown[] = [];
    const next = (key: string) => {
      const list = answers[key] ?? [];
      const answer = list.length > 1 ? list.shift() : list[0];
      if (answer instanceof ApiError) throw answer;
      return answer;
    };
    return {
      sent,
      async get(path, is) {
        const value = next(`GET ${path}`);
        if (!is(value)) throw new ApiError(200, 'malformed', '');
        return value;
      },
      async send(method, path, body) {
        sent.push(body);
        return next(`${method} ${path}`);
      },
    };
  }

  const longer = withAlarm(house, { exitDelay: 90 });

  it('is saved with the version that it was made from', async () => {
    const saved = { ...page, settings: longer, version: 'two' };
    const api = apiOf({ 'GET /api/settings': [page], 'PUT /api/settings': [saved] });
    const draft = createSettingsDraft(api);
    await draft.load();
    expect(isDirty(draft.state.value)).toBe(false);
    draft.edit(longer);
    expect(isDirty(draft.state.value)).toBe(true);
    expect(await draft.save()).toBe('saved');
    expect(api.sent).toEqual([{ settings: longer, version: 'one' }]);
    expect(isDirty(draft.state.value)).toBe(false);
    expect(draft.state.value.page?.version).toBe('two');
  });

  it('is the hub’s again when it is discarded, or changed back', async () => {
    const draft = createSettingsDraft(apiOf({ 'GET /api/settings': [page] }));
    await draft.load();
    draft.edit(withDelay(house, 'home', 'exit', 45));
    draft.edit(withDelay(withDelay(house, 'home', 'exit', 45), 'home', 'exit', null));
    expect(isDirty(draft.state.value)).toBe(false);
    draft.edit(longer);
    draft.discard();
    expect(draft.state.value.draft).toBe(house);
  });

  it('keeps what the hub found wrong until that is changed', async () => {
    const errors = [{ path: 'sensors.list.0.name', message: 'write another name' }];
    const refused = new ApiError(400, 'invalid', '', { errors });
    const draft = createSettingsDraft(
      apiOf({ 'GET /api/settings': [page], 'PUT /api/settings': [refused] }),
    );
    await draft.load();
    draft.edit(longer);
    expect(await draft.save()).toBe('invalid');
    const found = [{ path: 'sensors.0.name', message: 'Write another name.' }];
    expect(wrongIn(draft.state.value)).toEqual(found);
    draft.edit(withAlarm(longer, { entryDelay: 45 }));
    expect(wrongIn(draft.state.value)).toEqual(found);
    draft.edit(withSensor(longer, 'front', { name: 'Door' }));
    expect(wrongIn(draft.state.value)).toEqual([]);
  });

  it('waits when somebody else was faster, and is put onto what they saved', async () => {
    const theirs = withSensor(withAlarm(house, { duration: 600 }), 'hall', { chime: true });
    const newer = { ...page, settings: theirs, version: 'two' };
    const changed = new ApiError(409, 'changed', 'changed since');
    const draft = createSettingsDraft(
      apiOf({ 'GET /api/settings': [page, newer], 'PUT /api/settings': [changed] }),
    );
    await draft.load();
    draft.edit(withAlarm(withSensor(longer, 'front', { chime: true }), { duration: 120 }));
    expect(await draft.save()).toBe('changed');
    expect(draft.state.value.newer).toEqual(newer);
    expect(draft.state.value.draft?.alarm.exitDelay).toBe(90);
    draft.takeNewer();
    const { draft: merged, conflicts } = draft.state.value;
    expect(merged).toEqual(
      withSensor(withAlarm(theirs, { exitDelay: 90 }), 'front', { chime: true }),
    );
    expect(conflicts.map(conflict => conflictWords(conflict, theirs))).toEqual(['Alarm time']);
  });

  it('says that the house is armed, and keeps what is written', async () => {
    const locked = { ...page, locked: 'the house is armed' };
    const armed = new ApiError(409, 'armed', 'armed');
    const api = apiOf({ 'GET /api/settings': [page, locked], 'PUT /api/settings': [armed] });
    const draft = createSettingsDraft(api);
    await draft.load();
    draft.edit(longer);
    expect(await draft.save()).toBe('locked');
    expect(draft.state.value.page?.locked).toBe('the house is armed');
    expect(draft.state.value.draft).toEqual(longer);
  });

  it('does not call unreachable saved', async () => {
    const draft = createSettingsDraft(
      apiOf({
        'GET /api/settings': [page],
        'PUT /api/settings': [new ApiError(0, 'unreachable', '')],
      }),
    );
    await draft.load();
    draft.edit(longer);
    await expect(draft.save()).rejects.toThrow(ApiError);
    expect(isDirty(draft.state.value)).toBe(true);
  });
});

describe('two who change the same house', () => {
  const edit = fc.constantFrom<(settings: HouseSettings) => HouseSettings>(
    settings => withAlarm(settings, { exitDelay: 120 }),
    settings => withAlarm(settings, { groups: [group] }),
    settings => withAlarm(settings, { bedtime: '22:00' }),
    settings => withDelay(settings, 'night', 'exit', null),
    settings => withDelay(settings, 'away', 'entry', 45),
    settings => withSensor(settings, 'laundry.door', { zone: 'delay' }),
    settings =>
      withAlarm(settings, {
        profiles: {
          ...settings.alarm.profiles,
          home: withMember(settings, ['front'], 'hall', true),
        },
      }),
  );

  it('lose nothing where they changed different things', () => {
    fc.assert(
      fc.property(edit, edit, (mine, theirs) => {
        const { settings, conflicts } = mergeSettings(house, mine(house), theirs(house));
        expect(conflicts).toEqual([]);
        expect(isSame(settings, mine(theirs(house)))).toBe(true);
      }),
    );
  });

  it('are told of what both changed, and the saved stays', () => {
    const { settings, conflicts } = mergeSettings(
      house,
      withDelay(withSensor(house, 'laundry.door', { zone: 'delay' }), 'home', 'exit', 45),
      withDelay(withSensor(house, 'laundry.door', { zone: 'chime' }), 'home', 'exit', 60),
    );
    expect(settings.sensors[2]?.zone).toBe('chime');
    expect(conflicts.map(conflict => conflictWords(conflict, house))).toEqual([
      ...['Laundry door, kind of zone', 'At home, time to leave'],
    ]);
  });
});

describe('the words', () => {
  it('tell seconds exactly', () => {
    expect([0, 30, 60, 90, 1800, 3900].map(secondsWords)).toEqual([
      ...['0 s', '30 s', '1 min', '1 min 30 s', '30 min', '1 h 5 min'],
    ]);
  });

  it('sum each page up', () => {
    expect(sensorsWords(house)).toBe('4 sensors, 1 with an entry delay');
    expect(profileWords(house, 'away')).toBe('All 3 sensors, leave in 1 min, disarm within 30 s');
    expect(profileWords(house, 'night')).toBe('2 of 3 sensors, arms at once, disarm within 30 s');
    expect(profileWords(withDelay(house, 'home', 'entry', 0), 'home')).toBe(
      '1 of 3 sensors, leave in 1 min, alarms at once',
    );
    expect(confirmWords(house)).toBe(
      'A second sensor within 30 min confirms an alarm, which lasts 5 min',
    );
    expect(confirmWords(withAlarm(house, { confirmWindow: 0, confirmTrips: 3 }))).toBe(
      'Nothing confirms an alarm, which lasts 5 min',
    );
    expect(groupsWords(house)).toBe('None: every sensor speaks for itself');
    expect(groupsWords(withAlarm(house, { groups: [group] }))).toBe(
      'Downstairs: 2 of 2 sensors within 1 min',
    );
    expect(schedulesWords(withAlarm(house, { bedtime: '22:30' }))).toBe(
      'Nothing is armed by itself; at 22:30 it tells what stands open',
    );
    expect(daysWords(['sun', 'sat'])).toBe('Saturday and Sunday');
    expect(daysWords(['fri', 'mon', 'tue', 'wed', 'thu'])).toBe('Monday to Friday');
    expect(sensorWords(sensor('a', 'A', { pulses: 2, groupOnly: true, chime: true }))).toBe(
      'Instant, with a chime, 2 trips within 30 s, only with its group',
    );
    const versions = [{ id: 'v', at: '2026-11-23T10:40:00.000Z', by: 'Tom' }];
    const now = Date.parse('2026-11-24T10:00:00.000Z');
    expect(versionsWords(versions, now, 'UTC')).toBe(
      '1 version, the last saved by Tom, yesterday 10:40',
    );
    const byHand = versions.map(version => ({ ...version, by: 'by hand' }));
    expect(versionsWords(byHand, now, 'UTC')).toBe(
      '1 version, the last written by hand, yesterday 10:40',
    );
    expect(versionsWords([], now, 'UTC')).toBe('None yet');
  });

  it('say every change, and nothing where there is none', () => {
    expect(said(house, house)).toEqual([]);
    const after = withSensor(
      withAlarm(withDelay(withDelay(house, 'night', 'exit', null), 'away', 'entry', 45), {
        ...{ exitDelay: 0, confirmTrips: 3, groups: [group], bedtime: '22:30' },
        profiles: { away: ['front'], night: ['front', 'hall'], home: ['front'] },
        schedules: [{ at: '23:00', days: ['mon'], profile: 'night', when: 'ask' }],
      }),
      'laundry.door',
      { zone: 'delay', name: 'Utility door', entryDelay: 20, chime: true, pulses: 2 },
    );
    expect(said(house, after)).toEqual([
      'Laundry door, name: Laundry door → Utility door',
      'Laundry door: instant → delay',
      'Laundry door, entry delay: as the house → 20 s',
      'Laundry door, chime: off → on',
      'Laundry door, believed at: the first trip → 2 trips within 30 s',
      'Away, sensors: all sensors → Front door',
      'Away, time to disarm: as the house → 45 s',
      'Night, sensors: with Hall, without Utility door',
      'Night, time to leave: none → as the house',
      'Time to leave, of the house: 1 min → none',
      'Trips of one sensor that confirm: never → 3',
      'Group Downstairs: new, 2 of 2 sensors within 1 min: Front door, Hall',
      'Schedule Night at 23:00, Monday, asks first: new',
      'Told at bedtime: never → 22:30',
    ]);
    const grouped = withAlarm(house, { groups: [group] });
    const renamed = withAlarm(house, { groups: [{ ...group, name: 'Below', window: 90 }] });
    expect(said(grouped, renamed)).toEqual([
      'Group Downstairs, name: Downstairs → Below',
      'Group Below: 2 of 2 sensors within 1 min: Front door, Hall → 2 of 2 sensors within 1 min 30 s: Front door, Hall',
    ]);
    expect(said(grouped, house)).toEqual(['Group Downstairs: removed']);
  });

  it('are never silent about a change that would be saved', () => {
    const change = fc.constantFrom<Partial<SensorSettings>>(
      ...[{ zone: 'chime' as const }, { name: 'X' }, { chime: true }, { autoBypass: true }],
      ...[{ groupOnly: true }, { pulses: 3 }, { pulseWindow: 45 }, { entryDelay: 15 }],
    );
    fc.assert(
      fc.property(fc.constantFrom('front', 'hall', 'laundry.door'), change, (id, part) => {
        expect(said(house, withSensor(house, id, part))).toHaveLength(1);
      }),
    );
  });
});

describe('what the past says', () => {
  const place = {
    ...{ nowMs: Date.parse('2026-11-24T01:00:00.000Z'), timeZone: 'Australia/Melbourne' },
    nameOf: (id: string) => house.sensors.find(sensor => sensor.id === id)?.name ?? id,
  };
  const report = (more: Partial<ReplayReport>): ReplayReport => ({
    ...{ days: 90, events: 4000, before: 11, after: 2, differences: [] },
    ...{ real: { known: 1, lost: [] }, ...more },
  });

  it('is a sentence', () => {
    expect(replayWords(report({}), place).lines).toEqual([
      'Over the last 90 days this would have raised 2 alarms instead of 11.',
      'None of the 1 you marked as real is lost.',
    ]);
    expect(
      replayWords(report({ days: 1, before: 1, after: 1, real: { known: 0, lost: [] } }), place)
        .lines,
    ).toEqual([
      'Over the last day this would have raised 1 alarm, as many as now.',
      'No alarm is marked as real, so nobody can say whether one would be missed.',
    ]);
  });

  it('names what would have been missed', () => {
    const lost = [{ at: '2026-05-02T20:00:00.000Z', sensors: ['laundry.door'] }];
    expect(replayWords(report({ real: { known: 2, lost } }), place)).toEqual({
      lines: ['Over the last 90 days this would have raised 2 alarms instead of 11.'],
      lost: ['The alarm you marked as real on 3 May (Laundry door) would NOT have been raised.'],
    });
  });

  it('says why it could not be asked', () => {
    expect(noPastWords(new ApiError(503, 'history_away', 'x'))).toMatch(/record is away/);
    expect(noPastWords(new ApiError(409, 'not_possible', 'another look was asked for'))).toBe(
      'Another look was asked for.',
    );
    expect(noPastWords(new TypeError('x'))).toBe('The answer was not understood.');
  });

  it('is honest where there is no past', () => {
    expect(replayWords(report({ days: 0, events: 0 }), place)).toEqual({
      ...{ lines: ['Nothing is recorded yet that this could be tried on.'], lost: [] },
    });
  });
});
