import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../server/config/config.ts';
import { errorText, Refusal } from '../server/errors.ts';
import type { LineOptions } from '../server/gpio/line.ts';
import { type Gpio, openGpio } from '../server/gpio/open-gpio.ts';
import { createLog } from '../server/log.ts';
import { readState } from '../server/state/read-only.ts';
import type { State } from '../server/state/state.ts';
import { createTimeZone } from '../server/time-zone.ts';
import { version } from '../server/version.ts';
import { examineConfiguration } from './doctor/configuration.ts';
import { examine } from './doctor/examine.ts';
import type { Facts } from './doctor/facts.ts';
import { findHub } from './doctor/find-hub.ts';
import { wiredSensors } from './doctor/lines.ts';
import { countStates, formatCounts, formatRows } from './doctor/print.ts';
import { createRedactor } from './doctor/redact.ts';
import type { Row } from './doctor/row.ts';
import { createRunTool } from './doctor/run-tool.ts';
import { examineSecretFiles } from './doctor/secret-files.ts';
import { followHub, type Watching, watchThermometers, watchWires } from './doctor/watch-lines.ts';

const exitCodes = { well: 0, fault: 1, usage: 64 } as const;

const usage = `usage: npm run doctor [-- --config FILE] [--json | --watch]

  npm run doctor               checks configuration, wiring, clock, database, certificates, messages
  npm run doctor -- --json     the same as one JSON object on the last line
  npm run doctor -- --watch    shows each line as it changes, until Ctrl-C: open each door once

Changes nothing, sends nothing, and may be run beside the hub. Exit code 1 when something is at fault.
`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      json: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  if (values.json && values.watch) throw new Error('--json and --watch do not go together');
  return values;
}

function findConfigFile(named: string | undefined): string | undefined {
  const asked = named ?? process.env.SEC53_CONFIG;
  if (asked) return resolve(asked);
  return existsSync('sec53.yaml') ? resolve('sec53.yaml') : undefined;
}

function gather(named: string | undefined): { facts: Facts; rows: Row[] } {
  const { env: environment } = process;
  const configFile = findConfigFile(named);
  const { config, text, rows } = examineConfiguration(configFile, environment);
  const dataFolder = resolve(environment.SEC53_DATA || 'data');
  const root = '/';
  return {
    facts: {
      ...{ root, dataFolder, configFile, environment, config },
      hub: findHub(dataFolder, root),
      state: openState(dataFolder),
      openLine: createLineOpener(config?.sensors.driver ?? 'auto'),
      run: createRunTool(environment),
      now: Date.now(),
      userId: process.getuid?.() ?? 0,
    },
    rows: [...rows, ...examineSecretFiles(configFile, text)],
  };
}

/** The driver is looked for when the first line is asked for, and its trouble is that line's. */
function createLineOpener(driver: Config['sensors']['driver']) {
  const log = createLog(() => undefined);
  let gpio: Promise<Gpio> | undefined;
  return async (options: LineOptions) => {
    gpio ??= openGpio(driver, { environment: process.env, log, patienceMs: 0 });
    return (await gpio).openLine(options);
  };
}

/** What is wrong with it is a row of the store. */
function openState(dataFolder: string): State | undefined {
  try {
    return readState(dataFolder);
  } catch {
    return undefined;
  }
}

async function report(named: string | undefined, isJson: boolean): Promise<number> {
  const { facts, rows } = gather(named);
  const all = [...rows, ...(await examine(facts))].map(createRedactor(facts.config));
  const counts = countStates(all);
  if (isJson) {
    const at = new Date(facts.now).toISOString();
    process.stdout.write(`${JSON.stringify({ version, at, counts, rows: all })}\n`);
  } else {
    const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
    process.stdout.write(`${formatRows(all, isColoured)}\n${formatCounts(counts)}\n`);
  }
  return counts.fault > 0 ? exitCodes.fault : exitCodes.well;
}

async function watch(named: string | undefined): Promise<number> {
  const { facts, rows } = gather(named);
  const { config, hub, state, openLine, root } = facts;
  if (!config) {
    process.stderr.write(formatRows(rows, false));
    return exitCodes.fault;
  }
  const zone = createTimeZone(config.timeZone);
  const rooms = {
    print: (line: string) => process.stdout.write(`${line.replace(/\p{Cc}/gu, '?')}\n`),
    timeOf: (at: number) => new Date(at + zone.offset(at)).toISOString().slice(11, -1),
  };
  const { list } = config.sensors;
  const sensors = wiredSensors(config);
  const isReal = !['simulated', 'replay'].includes(config.sensors.driver);
  const thermometers = isReal ? list.filter(({ device }) => device !== undefined) : [];
  const watching: Watching[] = [];
  if (hub !== undefined) {
    rooms.print(
      `the hub (process ${hub}) holds the lines: this is what it sees, after its filters`,
    );
    const nameOf = (id: string) => list.find(sensor => sensor.id === id)?.name ?? id;
    watching.push(followHub(state, nameOf, rooms));
  } else if (sensors.length + thermometers.length === 0) {
    throw new Refusal('no sensor is wired to this machine; set sensors.driver and sensors.list');
  } else {
    watching.push(await watchWires(sensors, openLine, rooms));
    watching.push(watchThermometers(thermometers, root, rooms));
  }
  await new Promise<void>(end => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  });
  for (const each of watching) await each.stop();
  return exitCodes.well;
}

process.umask(0o077);
let asked: ReturnType<typeof readArguments> | undefined;
try {
  asked = readArguments();
  // What was given up may never end by itself.
  process.exit(await (asked.watch ? watch(asked.config) : report(asked.config, asked.json)));
} catch (error) {
  process.stderr.write(`doctor: ${errorText(error)}\n${asked ? '' : `\n${usage}`}`);
  process.exit(asked ? exitCodes.fault : exitCodes.usage);
}
