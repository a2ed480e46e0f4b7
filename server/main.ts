import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClock } from './clock.ts';
import { loadConfig } from './config/load-config.ts';
import { errorText, Refusal } from './errors.ts';
import { openGpio } from './gpio/open-gpio.ts';
import { createW1Reader } from './gpio/w1.ts';
import { type Hub, startHub } from './hub.ts';
import { createLog } from './log.ts';
import { createServiceManager } from './service-manager.ts';
import { version } from './version.ts';

/** What the supervisor (or systemd) learns from the exit code; sysexits(3) has the numbers. */
const exitCodes = { done: 0, crash: 1, usage: 64, restart: 75, refused: 78 } as const;

const usage = `usage: npm start [-- --config FILE]
  SEC53_CONFIG=FILE  the configuration (sec53.yaml); without one the house is simulated
  SEC53_DATA=FOLDER  the data folder (data)
`;

// What the hub writes is for its own user alone.
process.umask(0o077);

const log = createLog(line => process.stderr.write(line), process.env.JOURNAL_STREAM === undefined);
const { env: environment, pid } = process;
const serviceManager = createServiceManager({ environment, pid, log });
let hub: Hub | undefined;
let isLeaving = false;

async function leave(code: number): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  serviceManager.stopping();
  // Something that does not stop must not keep the rest from it; what it still drives is put to rest after a crash.
  setTimeout(() => process.exit(exitCodes.crash), 3500).unref();
  try {
    await hub?.stop();
  } catch (error) {
    log.error('the hub did not stop in order', { error: errorText(error) });
    process.exit(code === exitCodes.done ? exitCodes.crash : code);
  }
  process.exit(code);
}

function findConfig(named: string | undefined): string | undefined {
  const asked = named ?? process.env.SEC53_CONFIG;
  if (asked) return resolve(asked);
  return existsSync('sec53.yaml') ? resolve('sec53.yaml') : undefined;
}

function readArguments(): { config?: string | undefined } {
  try {
    return parseArgs({ options: { config: { type: 'string' } } }).values;
  } catch (error) {
    process.stderr.write(`sec53: ${errorText(error)}\n${usage}`);
    process.exit(exitCodes.usage);
  }
}

async function main(): Promise<void> {
  const file = findConfig(readArguments().config);
  const config = loadConfig({ file, environment: process.env });
  if (file === undefined && config.sensors.driver === 'simulated') {
    log.info('no configuration file, so the house is simulated');
  }
  const environment = process.env;
  hub = await startHub(config, {
    ...(await openGpio(config.sensors.driver, { environment, log })),
    dataFolder: resolve(process.env.SEC53_DATA || 'data'),
    configFile: file ?? resolve('sec53.yaml'),
    assets: join(fileURLToPath(new URL('../client', import.meta.url))),
    version,
    clock: createClock(),
    log,
    readThermometer: createW1Reader(),
    timesync: '/run/systemd/timesync',
    environment,
    print: line => process.stdout.write(`${line}\n`),
    restart: () => void leave(exitCodes.restart),
  });
  // A signal that came while it started.
  if (isLeaving) await hub.stop();
  else serviceManager.ready(hub.address, hub.prove);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => void leave(exitCodes.done));
}
// The supervisor is gone without a word.
process.on('disconnect', () => void leave(exitCodes.done));
process.on('uncaughtException', error => {
  log.error('something went wrong that nothing expected', { error: error.stack ?? error.message });
  void leave(exitCodes.crash);
});

try {
  await main();
} catch (error) {
  if (error instanceof Refusal) process.stderr.write(`sec53 does not start: ${error.message}\n`);
  else
    log.error('sec53 does not start', {
      error: error instanceof Error ? (error.stack ?? '') : String(error),
    });
  process.exit(error instanceof Refusal ? exitCodes.refused : exitCodes.crash);
}
