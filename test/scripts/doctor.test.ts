import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCertificates } from '../../scripts/doctor/certificates.ts';
import { checkDatabase } from '../../scripts/doctor/database.ts';
import { checkReach } from '../../scripts/doctor/reach.ts';
import type { Row } from '../../scripts/doctor/row.ts';
import { checkStore } from '../../scripts/doctor/store.ts';
import { openMysqlHistory } from '../../server/history/open-mysql.ts';
import { createContacts } from '../../server/state/contacts.ts';
import { openState } from '../../server/state/open-state.ts';
import { createReachBook } from '../../server/state/reach.ts';
import { readState } from '../../server/state/read-only.ts';
import { createPlace, type Place, runProgram } from '../hub-process.ts';
import { type Mariadb, startMariadb } from '../mariadb.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';
import { createMachine } from './doctor/facts.ts';

const secrets = ['hush-hush-password', 'f00d'.repeat(16), '+61400000123', '+61400000456'];
const [password, token, number, contact] = secrets;
const yaml = `
edge: { host: 127.0.0.1, port: 0, setupPort: 0, mdns: false }
sensors:
  driver: onoff
  list:
    - { id: door, name: Front door, kind: contact, line: 17, bias: pull-up }
    - { id: hall, name: Hall, kind: motion, line: 27 }
notify:
  sms: { provider: smsbroadcast, url: "http://127.0.0.1:9/", username: me, password: "${password}", recipients: ["${number}"] }
  push: { subject: "mailto:owner@example.org" }
watch:
  witness: { url: "https://127.0.0.1:9", token: "${token}" }
`;

let house: WiredHouse;
let place: Place;
beforeAll(async () => {
  house = createWiredHouse(yaml);
  place = { ...(await createPlace()), folder: dirname(house.file), data: house.dataFolder };
  house.move(17, 1);
  await house.start();
});
afterAll(async () => {
  await house?.remove();
  await place?.remove();
});

async function run(args: string[] = [], where = place): Promise<[number | null, string]> {
  const { ended, output } = runProgram('doctor', args, where, { NO_COLOR: '1' });
  return [await ended, output()];
}

/** Of everything in the data folder: name, time and content. */
function look(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => {
      const content = createHash('sha256').update(readFileSync(path)).digest('hex');
      return `${path} ${statSync(path).mtimeMs} ${content}`;
    })
    .sort();
}

describe('npm run doctor', () => {
  it('looks at a house whose hub runs, as one JSON object on the last line', async () => {
    const [code, output] = await run(['--json']);
    const report = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    const rows: Row[] = report.rows;
    expect(report).toMatchObject({ version: expect.any(String), at: expect.any(String) });
    const count = (state: string) => rows.filter(row => row.state === state).length;
    expect(report.counts).toEqual({
      ...{ good: count('good'), warning: count('warning') },
      ...{ fault: count('fault'), skipped: count('skipped') },
    });
    // The company does not answer here.
    expect(code).toBe(1);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(expect.arrayContaining(['check', 'state', 'says']));
      expect([row.says, row.fix !== undefined]).toEqual([row.says, row.state !== 'good']);
    }
    const said = (check: string) => rows.filter(row => row.check === check);
    expect(said('line 17 Front door')[0]).toMatchObject({
      state: 'good',
      says: expect.stringMatching(/^open since .* as the running hub sees it$/),
    });
    expect(said('edge')).toMatchObject([
      { state: 'good', says: expect.stringMatching(/answers, and the hub is well/) },
    ]);
    expect(said('text messages')).toMatchObject([{ state: 'fault' }]);
    expect(said('data folder')[0]?.says).toContain(`process ${process.pid}`);
    expect(said('reach')).toMatchObject([{ state: 'warning' }, { says: '…123 was never tried' }]);
    for (const secret of secrets) expect(output).not.toContain(secret);
  });

  it('shows what the hub sees, as it changes', async () => {
    const { prints, process: child, ended } = runProgram('doctor', ['--watch'], place);
    await prints(/this is what it sees[\s\S]*Front door +open/);
    house.move(17, 0);
    await prints(/Front door +open[\s\S]*Front door +closed/);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  });

  it('changes nothing of a house whose hub is stopped', async () => {
    await house.stop();
    const before = look(house.dataFolder);
    const [code, output] = await run();
    expect(code).toBe(1);
    expect(output).toContain('no hub runs on it');
    expect(output).toMatch(/good +store +state\.db \(\d\.\d MB\) is whole/);
    expect(output).toMatch(/-> start it: systemctl start sec53/);
    expect(look(house.dataFolder)).toEqual(before);
    for (const secret of secrets) expect(output).not.toContain(secret);
  });

  it('tells every problem of a configuration, with its line', async () => {
    const wrong = await createPlace('site: 5\nedge: { prot: 1 }\n');
    const [code, output] = await run([], wrong);
    expect(code).toBe(1);
    expect(output).toContain('sec53.yaml:1: site: found 5');
    expect(output).toContain('-> did you mean port?');
    await wrong.remove();
  });

  it.each([[['--what']], [['--json', '--watch']]])('refuses %j', async args => {
    const [code, output] = await run(args);
    expect([code, output]).toEqual([64, expect.stringContaining('usage: npm run doctor')]);
  });
});

describe('certificates', () => {
  it('that have ended, or end soon, are told', () => {
    const machine = createMachine('edge: { names: [sec53.local, other.local] }');
    const { facts } = machine;
    mkdirSync(facts.dataFolder);
    cpSync(process.env.TEST_AUTHORITY ?? '', join(facts.dataFolder, 'pki'), { recursive: true });
    writeFileSync(
      join(facts.dataFolder, 'pki', 'server.pem'),
      readFileSync(`${house.pki}/server.pem`),
    );
    const now = Date.now();
    const states = (at: number, hub?: number) =>
      checkCertificates({ ...facts, now: at, hub }).map(({ state }) => state);
    expect(states(now)).toEqual(['good', 'good', 'good', 'good', 'fault']);
    const late = now + 50 * 365 * 86_400_000;
    expect(states(late, 1)).toEqual(Array(5).fill('fault'));
    expect(states(now - 365 * 86_400_000)).toEqual(Array(5).fill('fault'));
    machine.remove();
  });
});

describe('the store', () => {
  it('is looked at beside whoever has it open, and without a log as well', async () => {
    const machine = createMachine();
    const { dataFolder } = machine.facts;
    const state = await openState(dataFolder);
    state.transaction(() => createContacts(state).get('Mum'));
    const read = () => {
      const opened = readState(dataFolder);
      const rows = checkStore({ ...machine.facts, state: opened });
      opened.close();
      return rows.filter(({ says }) => says.startsWith('state.db')).map(row => row.state);
    };
    expect(read()).toEqual(['good', 'good']);
    state.close();
    expect(read()).toEqual(['good', 'good']);
    writeFileSync(join(dataFolder, 'state.db'), Buffer.alloc(8192, 7));
    expect(checkStore(machine.facts)[0]).toMatchObject({ state: 'fault' });
    machine.remove();
  });

  it('says what became of messages, with the end of a number alone', async () => {
    const machine = createMachine('notify: { sms: { provider: console } }');
    const state = await openState(machine.facts.dataFolder);
    const { now } = machine.facts;
    const row = { name: 'Mum', role: 'member', created_at: 1, ends_at: null, removed_at: null };
    const pins = { pin: null, duress_pin: null };
    state.run(state.query.insertInto('people').values({ ...row, ...pins }));
    const settings = { sms: true, push: true, quiet: null, chime: false };
    createContacts(state).set('Mum', { number: contact ?? '', ...settings });
    const reach = () => checkReach({ ...machine.facts, state })[0];
    expect(reach()).toMatchObject({ state: 'warning', says: 'Mum: text to …456 was never tried' });
    createReachBook(state).accepted(contact ?? '', now - 3 * 86_400_000);
    expect(reach()).toMatchObject({ says: 'Mum: text to …456 was accepted 3 d ago' });
    createReachBook(state).failed(contact ?? '', now - 60_000, 'no such number');
    expect(reach()).toMatchObject({
      state: 'warning',
      says: 'Mum: text to …456 failed 1 min ago (no such number)',
    });
    state.close();
    machine.remove();
  });
});

describe('a MySQL server', () => {
  let mariadb: Mariadb;
  beforeAll(async () => {
    mariadb = await startMariadb();
  });
  afterAll(() => mariadb?.remove());

  const ask = async (url: string) => {
    const machine = createMachine(`history: { url: "${url}" }`);
    const rows = await checkDatabase(machine.facts);
    machine.remove();
    return { rows, config: machine.facts.config };
  };

  it('is asked for its version, rights and tables', async () => {
    const url = await mariadb.createDatabase('doctor');
    const { rows, config } = await ask(url);
    expect(rows).toMatchObject([
      {
        state: 'good',
        says: expect.stringMatching(/^doctor on 127\.0\.0\.1 answers, version \d+/),
      },
      { state: 'good', says: expect.stringContaining('the rights') },
      { state: 'warning', fix: 'start the hub, which makes them' },
    ]);
    if (config?.history) await (await openMysqlHistory(config.history, 'home')).close();
    expect((await ask(url)).rows[2]).toMatchObject({ state: 'good' });
  });

  it.each([
    ['of-the-tests', 'not-of-the-tests', 'correct history.password'],
    ['/none', '/other', 'CREATE DATABASE other'],
  ])('that refuses says what to correct: %s', async (right, wrong, fix) => {
    const { rows } = await ask(`${mariadb.url}/none`.replace(right, wrong));
    expect(rows).toMatchObject([{ state: 'fault', fix: expect.stringContaining(fix) }]);
    expect(JSON.stringify(rows)).not.toContain('of-the-tests');
  });

  it('that is away is told', async () => {
    await mariadb.stop();
    const { rows } = await ask(`${mariadb.url}/doctor`);
    expect(rows).toMatchObject([
      { state: 'fault', fix: expect.stringContaining('start the server') },
    ]);
  });
});
