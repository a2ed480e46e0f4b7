import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { loadConfig } from '../../server/config/load-config.ts';
import { configSchema } from '../../server/config/schema.ts';
import { keysAt } from '../../server/config/schema-shape.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(yaml: string, environment: Record<string, string> = {}) {
  const file = join(folder, 'sec53.yaml');
  writeFileSync(file, yaml);
  return loadConfig({ file, environment });
}

function refusal(yaml: string, environment: Record<string, string> = {}): string {
  try {
    load(yaml, environment);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was accepted');
}

describe('the configuration', () => {
  it('is complete without a file, and simulated', () => {
    const config = loadConfig({ file: undefined, environment: {} });
    expect(config).toMatchObject({
      site: 'home',
      timeZone: 'Australia/Melbourne',
      edge: { port: 8443, setupPort: 8444, requireCertificate: false, totp: true },
      sensors: { driver: 'simulated', list: [] },
      alarm: { initialMode: 'monitor', duration: 300 },
    });
    expect(config.history).toBeUndefined();
  });

  it('keeps back ten text messages of a day, and a third of a smaller cap', () => {
    const reserveOf = (keys: string) =>
      load(`notify: { sms: { provider: modem${keys} } }`).notify.sms?.reserve;
    expect([reserveOf(''), reserveOf(', dailyCap: 5'), reserveOf(', reserve: 0')]).toEqual([
      10, 1, 0,
    ]);
  });

  it('is frozen to the bottom', () => {
    const config = load('sensors: { list: [{ id: a, kind: contact }] }');
    expect(Object.isFrozen(config.sensors.list[0])).toBe(true);
    expect(() => Object.assign(config.edge, { port: 1 })).toThrow(TypeError);
  });

  it('names every problem at once, each with its line, what was found and the fix', () => {
    const message = refusal(
      [
        'site: ""',
        'edge:',
        '  port: eighty',
        '  totp: yes please',
        '  prot: 1',
        'sensors:',
        '  driver: simulatd',
        '  list:',
        '    - id: a',
        '      kind: contact',
        '      line: 99',
        '    - kind: reed',
        'alarm: { duration: 0 }',
        'timeZone: Mars/Olympus',
      ].join('\n'),
    );
    expect(message.split('\n')).toEqual([
      'the configuration has 10 problems:',
      ...[
        'sec53.yaml:1: site: found ""; write a short name for this house',
        'sec53.yaml:14: timeZone: found "Mars/Olympus"; write a time zone that exists, such as Australia/Melbourne',
        'sec53.yaml:3: edge.port: found "eighty"; write a port from 0 to 65535; 0 picks a free one',
        'sec53.yaml:4: edge.totp: found "yes please"; write true or false',
        'sec53.yaml:5: edge.prot: this key is not known; did you mean port?',
        'sec53.yaml:7: sensors.driver: found "simulatd"; write simulated, replay, auto, onoff or gpiod',
        'sec53.yaml:11: sensors.list[0].line: found 99; write a GPIO number from 0 to 27, as the Pi counts them (BCM)',
        'sec53.yaml:12: sensors.list[1].id: nothing is written; write a short name in quotes',
        'sec53.yaml:12: sensors.list[1].kind: found "reed"; write contact, motion or temperature',
        'sec53.yaml:13: alarm.duration: found 0; write seconds from 1 to 900',
      ].map(line => `  ${line}`),
    ]);
  });

  it.each([
    ['a: [', /sec53\.yaml:1:\d+: .*correct the YAML there/],
    ['site: a\nsite: b', /sec53\.yaml:2:1: .*unique/],
    ['- 1', /sec53\.yaml:1: found no keys/],
    ['edge: 8443', /sec53\.yaml:1: edge: found 8443; write keys and values here/],
    ['sensors: { driver: onoff }', /sensors\.list: the list is empty/],
    ['sensors: { driver: gpiod }', /sensors\.list: the list is empty/],
    ['sensors: { driver: auto }', /sensors\.list: the list is empty/],
    [
      'sensors: { driver: auto, list: [{ id: a, kind: contact }] }',
      /list\[0\]\.line: nothing is written; the auto driver needs line/,
    ],
    [
      'sensors: { driver: onoff, list: [{ id: a, kind: contact }] }',
      /list\[0\]\.line: nothing is written; the onoff driver needs line/,
    ],
    [
      'sensors: { list: [{ id: a, kind: contact }, { id: a, kind: motion }] }',
      /list\[1\]\.id: found "a" a second time/,
    ],
    ['sensors: { driver: replay }', /sensors\.replay: nothing is written/],
    ['sensors: { driver: replay, replay: { file: none.jsonl } }', /none\.jsonl cannot be read/],
    ['history: { url: "postgres://x" }', /history\.url: found "postgres:\/\/x"; write mysql:/],
    [
      'history: { url: "mysql://u@h/d", password_file: none }',
      /history\.password_file: cannot be read/,
    ],
    [
      'notify: { sms: { provider: twilio, recipients: [+61400000000] } }',
      /recipients\[0\]: found 61400000000; write the number in quotes/,
    ],
    ['notify: { push: { subject: "mailto:me@localhost" } }', /push services refuse localhost/],
    ['notify: { sms: { provider: twilio, url: "http://example.org/" } }', /write an https address/],
    [
      'alarm: { profiles: { night: [ghost] } }\nsensors: { list: [{ id: a, kind: contact }] }',
      /profiles\.night\[0\]: found "ghost"; name a sensor of the list: a/,
    ],
    [
      'notify: { sms: { provider: modem, dailyCap: 5, reserve: 6 } }',
      /reserve: found 6; write at most the daily cap, 5/,
    ],
  ])('refuses %j with the place and the fix', (yaml, pattern) => {
    expect(refusal(yaml)).toMatch(pattern);
  });

  it('never shows a password', () => {
    expect(refusal('history: { url: "mysql://u@h/d", password: 12345 }')).not.toContain('12345');
    for (const url of [
      'mysql://u:pa/ss@wor:d@db/sec53',
      'mysql://u:s3cret@db.local',
      'x://u:p@q@h',
    ]) {
      const message = refusal(`history: { url: "${url}" }`);
      expect(message).toMatch(/found "[a-z]+:\/\/…@/);
      expect(message).not.toMatch(/pa\/ss|wor:d|s3cret|u:p/);
    }
  });

  it('names what spans several keys along with what is wrong in one', () => {
    const message = refusal(
      'edge: { port: many }\nsensors: { driver: onoff, list: [{ id: a, kind: contact, line: 4 }, { id: a, kind: contact, line: 4 }] }',
    );
    expect(message).toContain('edge.port: found "many"');
    expect(message).toContain('sensors.list[1].id: found "a" a second time');
    expect(message).toContain('sensors.list[1].line: line 4 is a’s already');
  });

  it('refuses a file that is not there', () => {
    expect(() => loadConfig({ file: join(folder, 'none.yaml'), environment: {} })).toThrow(
      /cannot be read.*name an existing file/,
    );
  });

  it('takes keys from the environment, in any case and with lists', () => {
    const config = load('edge: { port: 1, names: [a.local] }', {
      SEC53_EDGE__PORT: '9443',
      SEC53_EDGE__SETUP_PORT: '9444',
      SEC53_EDGE__NAMES: '[b.local, c.local]',
      SEC53_TIMEZONE: 'UTC',
      SEC53_SITE: '53',
      SEC53_DATA: '/elsewhere',
    });
    expect(config.edge).toMatchObject({
      port: 9443,
      setupPort: 9444,
      names: ['b.local', 'c.local'],
    });
    expect([config.timeZone, config.site]).toEqual(['UTC', '53']);
  });

  it('names the variable that is wrong or not known', () => {
    const message = refusal('', { SEC53_EDGE__PORT: 'x', SEC53_EDGE__PROT: '1' });
    expect(message).toContain('SEC53_EDGE__PROT: this variable is not known; did you mean port?');
    expect(refusal('', { SEC53_TIMEZON: 'UTC' })).toContain(
      'SEC53_TIMEZON: this variable is not known',
    );
    expect(load('', { SEC53_HELPER: 'somebody else’s' }).site).toBe('home');
    expect(refusal('', { SEC53_EDGE__PORT: 'x' })).toContain(
      'SEC53_EDGE__PORT: edge.port: found "x"',
    );
  });

  it('reads secrets from files beside it and from credentials, without the line’s end', () => {
    writeFileSync(join(folder, 'secret'), 'p@ss word\n');
    const yaml = 'history: { url: "mysql://u@h:3307,[::1]/d", password_file: secret }';
    expect(load(yaml).history).toEqual({
      user: 'u',
      password: 'p@ss word',
      hosts: [
        { host: 'h', port: 3307 },
        { host: '::1', port: 3306 },
      ],
      database: 'd',
    });
    const credentials = mkdtempSync(join(folder, 'credentials-'));
    writeFileSync(join(credentials, 'mysql'), 'from systemd');
    const other = yaml.replace('secret', 'mysql');
    expect(load(other, { CREDENTIALS_DIRECTORY: credentials }).history?.password).toBe(
      'from systemd',
    );
  });

  it.each([
    ['kind: contact, low: 2', 'low: found 2; remove it: a contact sensor measures no temperature'],
    ['kind: temperature, low: 45, high: 45', 'low: found 45; write less than high, 45'],
    [
      'kind: temperature, low: 20, high: 21, hysteresis: 1',
      'hysteresis: found 1; write less than what',
    ],
    ['kind: temperature, rise: 5', 'temperatureEvery: found 300; write at most 120'],
  ])('says what is wrong with the limits of {%s}', (keys, words) => {
    const yaml = `sensors: { temperatureEvery: 300, list: [{ id: a, ${keys} }] }`;
    expect(refusal(yaml)).toContain(words);
  });

  it.each([
    ['chime', 'all', 'zone: found "chime"; write 24-hour: the limits of a chime never count'],
    ['instant', '[b]', 'zone: found "instant"; write 24-hour, or name it in one of alarm.profiles'],
    ['follower', 'all', undefined],
    ['delay', '[a]', undefined],
    ['24-hour', '[b]', undefined],
  ])('knows that the limits of a zone %s with away: %s count, or never do', (zone, away, words) => {
    const list = `[{ id: a, kind: temperature, high: 45, zone: ${zone} }, { id: b, kind: contact }]`;
    const yaml = `{ sensors: { list: ${list} }, alarm: { profiles: { away: ${away} } } }`;
    if (words === undefined) expect(load(yaml).sensors.list[0]).toMatchObject({ zone });
    else expect(refusal(yaml)).toContain(words);
  });

  it('takes limits that fit, and those on one side alone', () => {
    const limits = 'kind: temperature, low: 2, high: 45, hysteresis: 2, rise: 6';
    const { sensors } = load(
      `sensors: { list: [{ id: a, ${limits} }, { id: b, kind: temperature, high: 45 }] }`,
    );
    expect(sensors.list).toMatchObject([
      { zone: '24-hour', low: 2, high: 45, hysteresis: 2, rise: 6 },
      { high: 45, hysteresis: 1 },
    ]);
    expect(sensors.list[1]?.low).toBeUndefined();
  });

  it('says which keys this version does not act on', () => {
    const s3 = 'archive: { s3: { bucket: b, region: r } }';
    expect(load(s3).notYet).toEqual(['archive.s3']);
    expect(load('outputs: { siren: { line: 5 } }').notYet).toEqual([]);
  });
});

describe('sec53.example.yaml', () => {
  const text = readFileSync('sec53.example.yaml', 'utf8');

  it('is a valid configuration', () => {
    writeFileSync(join(folder, 'recording.jsonl.gz'), '');
    expect(load(text).sensors.list).toHaveLength(3);
  });

  it('holds every key there is', () => {
    const document = parseDocument(text);
    const missing: string[] = [];
    const visit = (path: (string | number)[]) => {
      for (const key of keysAt(configSchema, path)) {
        const inner = [...path, key];
        const isList = keysAt(configSchema, [...inner, 0]).length > 0;
        if (
          !document.hasIn(inner) &&
          !(path.length === 3 && document.hasIn(['sensors', 'list', 2, key]))
        ) {
          missing.push(inner.join('.'));
        }
        visit(isList ? [...inner, 0] : inner);
      }
    };
    visit([]);
    // Of these and their sisters only one can be written at a time; the file names them in words.
    const inWords =
      /((password|token|secret|ca)_file|witness\.(certificate|key)_file|list\.0\.(device|low|high|hysteresis|rise|fall))$/;
    expect(missing.filter(key => !inWords.test(key))).toEqual([]);
    for (const key of ['password', 'token', 'secret', 'ca']) expect(text).toContain(`${key}_file`);
  });
});
