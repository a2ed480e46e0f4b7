import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editSettings, listedSensors } from '../../server/config/edit-settings.ts';
import { settingsOf } from '../../server/config/house-settings.ts';
import { type ConfigText, readConfig } from '../../server/config/read-config.ts';
import { HttpProblem } from '../../server/errors.ts';
import type { HouseSettings } from '../../server/protocol.ts';
import { householdSensors } from '../../server/sensors/household.ts';

const wired = `# Our house.
site: beach   # the hut
edge: { port:   0 }


sensors:
    driver: onoff
    list:
        # By the street.
        - id: front
          name: Front door     # the blue one
          kind: contact
          line: 17
          activeLow: true
          entryDelay: 30
        - { id: hall, kind: motion, line: 27, zone: follower }
        # Nobody opens it.
        - id: window
          kind: contact
          line: 22
alarm:
    # Time to come in.
    entryDelay: 20    # as the old one had
    groups:
        # Together.
        - { name: Ground, sensors: [front, hall] }
        # The back.
        - name: Back
          sensors: [hall, window]
          window: 90
    schedules:
        - { at: "23:00", profile: night }

notify:
    sms: { provider: console }
# The end.
`;

function sourceOf(text: string, environment: Record<string, string> = {}): ConfigText {
  return { text, name: 'sec53.yaml', folder: '/', environment };
}

function read(text: string, environment: Record<string, string> = {}): HouseSettings {
  const { config, problems } = readConfig(sourceOf(text, environment));
  if (!config) throw new Error(JSON.stringify(problems));
  return settingsOf(config, listedSensors(config, householdSensors));
}

/** The text with settings that a test has changed. */
function change(
  text: string,
  work: (settings: HouseSettings) => void,
  environment: Record<string, string> = {},
): string {
  const settings = structuredClone(read(text, environment));
  work(settings);
  return editSettings(sourceOf(text, environment), settings, householdSensors).text;
}

function refusal(
  text: string,
  work: (settings: HouseSettings) => void,
  environment: Record<string, string> = {},
): HttpProblem {
  try {
    change(text, work, environment);
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
  throw new Error('it was taken');
}

const errorsOf = (problem: HttpProblem) => problem.details.errors;
const sensorOf = ({ sensors }: HouseSettings, id: string) => {
  const sensor = sensors.find(known => known.id === id);
  if (!sensor) throw new Error(id);
  return sensor;
};

/** The lines that only one of two texts has. */
function difference(before: string, after: string): { gone: string[]; come: string[] } {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  return {
    gone: old.filter(line => !fresh.includes(line)),
    come: fresh.filter(line => !old.includes(line)),
  };
}

describe('a changed setting', () => {
  it('changes its own line, and leaves every other byte as its owner wrote it', () => {
    const text = change(wired, settings => {
      sensorOf(settings, 'front').zone = 'delay';
      settings.alarm.entryDelay = 45;
    });
    expect(difference(wired, text)).toEqual({
      gone: ['    entryDelay: 20    # as the old one had'],
      come: ['          zone: delay', '    entryDelay: 45 # as the old one had'],
    });
  });

  it('keeps comments, order and the keys beside it when lists change', () => {
    const text = change(wired, settings => {
      const [ground, back] = settings.alarm.groups;
      if (!ground || !back) throw new Error('no groups');
      settings.alarm.groups = [
        { ...back, window: 30 },
        { ...ground, name: 'Down', trips: 2 },
      ];
      settings.alarm.profiles.night = ['front'];
      settings.alarm.bedtime = '22:30';
    });
    const comments = wired.match(/#.*/g) ?? [];
    expect(comments).toHaveLength(10);
    for (const comment of comments) {
      // That of the first group goes with the group that is no more.
      if (comment !== '# Together.') expect(text).toContain(comment);
    }
    expect(text).toContain('bedtime: "22:30"');
    const { alarm, sensors, ...rest } = parse(text);
    const { alarm: _alarm, sensors: oldSensors, ...oldRest } = parse(wired);
    expect([rest, sensors]).toEqual([oldRest, oldSensors]);
    expect(alarm.groups[0]).toEqual({ name: 'Back', sensors: ['hall', 'window'], window: 30 });
    expect(Object.keys(rest)).toEqual(Object.keys(oldRest));
  });

  it('is not written while it is the default and was not written before', () => {
    const { alarm } = read(wired);
    expect(alarm.profiles.night).toEqual(['front', 'window']);
    expect(change(wired, () => undefined)).toBe(wired);
    const text = change(wired, settings => {
      settings.alarm.exitDelay = 60;
    });
    const known = Object.keys(parse(wired).alarm);
    expect(Object.keys(parse(text).alarm).sort()).toEqual([...known, 'exitDelay'].sort());
  });

  it('is taken out where nothing stands for it, with sections that are empty then', () => {
    const text = change(`${wired}`, settings => {
      settings.alarm.delays = { away: { exit: 60 }, night: { entry: 15 } };
    });
    expect(parse(text).alarm.delays).toEqual({ away: { exit: 60 }, night: { entry: 15 } });
    const back = change(text, settings => {
      settings.alarm.delays = {};
      sensorOf(settings, 'front').entryDelay = null;
    });
    expect(parse(back).alarm).toEqual(parse(wired).alarm);
    expect('entryDelay' in parse(back).sensors.list[0]).toBe(false);
  });

  it('keeps line ends and the mark of an editor of Windows', () => {
    const text = `\uFEFF${wired.replaceAll('\n', '\r\n')}`;
    const edited = change(text, settings => {
      settings.alarm.duration = 60;
    });
    expect(edited.startsWith('\uFEFF# Our house.\r\n')).toBe(true);
    expect(edited).not.toMatch(/[^\r]\n/);
    expect(read(edited).alarm.duration).toBe(60);
  });

  it('is refused where the file uses an alias that others depend on', () => {
    const text = 'alarm: { exitDelay: &long 60, duration: *long }\n';
    const problem = refusal(text, settings => {
      settings.alarm.exitDelay = 90;
    });
    expect([problem.code, problem.message]).toEqual([
      'not_possible',
      expect.stringContaining('anchors or aliases'),
    ]);
  });
});

describe('the simulated household', () => {
  it('is listed in full by the first write, after what its owner has written', () => {
    const text = change('# Trying out.\n', settings => {
      sensorOf(settings, 'hall').name = 'Corridor';
    });
    expect(text.startsWith('# Trying out.\n')).toBe(true);
    const { list } = parse(text).sensors;
    expect(list).toEqual(
      householdSensors.map(sensor =>
        sensor.id === 'hall' ? { ...sensor, name: 'Corridor' } : { ...sensor },
      ),
    );
    expect(change(text, () => undefined)).toBe(text);
  });
});

describe('what cannot be is refused with its place', () => {
  it('by the configuration’s own rules, at the paths of the request', () => {
    const problem = refusal(wired, settings => {
      settings.sensors.reverse();
      sensorOf(settings, 'front').entryDelay = 5;
      sensorOf(settings, 'hall').pulses = 1.5;
      settings.alarm.exitDelay = 10;
      settings.alarm.profiles.night = ['front', 'cellar'];
      settings.alarm.groups = [{ name: 'A', sensors: ['front', 'hall'], trips: 3, window: 60 }];
      settings.alarm.bedtime = '9pm';
    });
    expect(problem.code).toBe('invalid');
    const paths = errorsOf(problem)?.map(({ path }) => path);
    expect(paths?.sort()).toEqual([
      'alarm.bedtime',
      'alarm.exitDelay',
      'alarm.groups.0.trips',
      'alarm.profiles.night.1',
      'sensors.1.pulses',
      'sensors.2.entryDelay',
    ]);
    expect(errorsOf(problem)).toContainEqual({
      path: 'sensors.2.entryDelay',
      message: 'write seconds: 0, or 15 to 240',
    });
  });

  it('when a sensor is new, missing, there twice or of another kind', () => {
    const problem = refusal(wired, settings => {
      const [front, hall] = settings.sensors;
      if (!front || !hall) throw new Error('no sensors');
      settings.sensors = [front, { ...hall, kind: 'contact' }, front, { ...front, id: 'cellar' }];
    });
    expect(errorsOf(problem)).toEqual([
      { path: 'sensors.1.kind', message: expect.stringContaining('wired as motion') },
      { path: 'sensors.2.id', message: expect.stringContaining('second time') },
      { path: 'sensors.3.id', message: expect.stringContaining('"cellar"') },
      { path: 'sensors', message: expect.stringContaining('"window" is missing') },
    ]);
  });

  it.each([
    ['SEC53_ALARM__EXITDELAY', '60', 'alarm.exitDelay'],
    ['SEC53_ALARM__DELAYS', '{ away: { exit: 60 } }', 'alarm.delays'],
    ['SEC53_ALARM__PROFILES__NIGHT', '[front]', 'alarm.profiles.night'],
    ['SEC53_SENSORS__LIST', '[{ id: one, kind: contact, line: 1 }]', 'sensors'],
  ])('when the environment sets it: %s', (variable, value, path) => {
    const environment = { [variable]: value };
    // In the household's place, which has groups of other sensors.
    const text = variable === 'SEC53_SENSORS__LIST' ? 'sensors: { driver: onoff }\n' : wired;
    const work = (settings: HouseSettings) => {
      settings.alarm.exitDelay = 90;
      settings.alarm.delays = { away: { exit: 100 } };
      settings.alarm.profiles.night = 'all';
      for (const sensor of settings.sensors) sensor.chime = true;
    };
    expect(errorsOf(refusal(text, work, environment))).toEqual([
      { path, message: expect.stringContaining(variable) },
    ]);
    const edited = change(
      text,
      settings => {
        settings.alarm.duration = 60;
      },
      environment,
    );
    expect(parse(edited).alarm.duration).toBe(60);
    expect(read(edited, environment).alarm.duration).toBe(60);
  });
});

const zone = fc.constantFrom(...(['delay', 'follower', 'instant', '24-hour', 'chime'] as const));
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter(text => text.isWellFormed());
const exitDelay = fc.oneof(fc.constant(0), fc.integer({ min: 45, max: 255 }));
const entryDelay = fc.oneof(fc.constant(0), fc.integer({ min: 15, max: 240 }));
const own = fc.record({ exit: exitDelay, entry: entryDelay }, { requiredKeys: [] });
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'));
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const profile = fc.constantFrom(...(['away', 'night', 'home'] as const));

/** Whatever an admin may set in a house of these sensors. */
function anySettings(known: HouseSettings): fc.Arbitrary<HouseSettings> {
  const all = known.sensors.map(({ id }) => id);
  const members = fc.oneof(fc.constant('all' as const), fc.subarray(all));
  return fc.record({
    sensors: fc.tuple(
      ...known.sensors.map(({ id, kind }) =>
        fc.record({
          ...{ id: fc.constant(id), kind: fc.constant(kind), name, zone, chime: fc.boolean() },
          ...{ autoBypass: fc.boolean(), groupOnly: fc.boolean() },
          pulses: fc.integer({ min: 1, max: 10 }),
          pulseWindow: fc.integer({ min: 1, max: 600 }),
          entryDelay: fc.option(entryDelay),
        }),
      ),
    ),
    alarm: fc.record({
      ...{ exitDelay, entryDelay },
      delays: fc.record({ away: own, night: own, home: own }, { requiredKeys: [] }),
      finalDoor: fc.integer({ min: 0, max: 60 }),
      confirmWindow: fc.integer({ min: 0, max: 86_400 }),
      confirmTrips: fc.constantFrom(0, 2, 5, 20),
      duration: fc.integer({ min: 1, max: 900 }),
      profiles: fc.record({ away: members, night: members, home: members }),
      groups: fc
        .array(
          fc.record({
            ...{ name, sensors: fc.subarray(all, { minLength: 2 }), trips: fc.constant(2) },
            window: fc.integer({ min: 1, max: 3600 }),
          }),
          { maxLength: 3 },
        )
        // Whoever counts only with its group must have one.
        .map(groups => [{ name: 'all', sensors: all, trips: 2, window: 60 }, ...groups]),
      schedules: fc.array(
        fc.record({
          ...{ at: time, profile },
          days: fc.subarray([...weekdays], { minLength: 1 }),
          when: fc.constantFrom(...(['always', 'everyone-in', 'ask'] as const)),
        }),
        { maxLength: 3 },
      ),
      bedtime: fc.option(time),
    }),
  });
}

describe('whatever is set', () => {
  it.each([
    ['a wired house', wired],
    ['an empty file', ''],
    ['a file in brackets', '{ sensors: { driver: simulated, list: [] }, alarm: {}, site: x }'],
  ])('comes back as it was written, and a second write changes nothing: %s', (_, text) => {
    const any = anySettings(read(text));
    fc.assert(
      fc.property(any, any, (first, second) => {
        let written = text;
        for (const wanted of [first, second]) {
          const { text: next } = editSettings(sourceOf(written), wanted, householdSensors);
          const delays = Object.entries(wanted.alarm.delays).filter(
            ([, own]) => Object.keys(own ?? {}).length > 0,
          );
          const alarm = { ...wanted.alarm, delays: Object.fromEntries(delays) };
          expect(read(next)).toEqual({ ...wanted, alarm });
          expect(editSettings(sourceOf(next), wanted, householdSensors).text).toBe(next);
          const { alarm: _alarm, sensors: _sensors, ...rest } = parse(next);
          const { alarm: _old, sensors: _oldSensors, ...oldRest } = parse(text) ?? {};
          expect(rest).toEqual(oldRest);
          written = next;
        }
      }),
      { numRuns: 20 },
    );
  });
});
