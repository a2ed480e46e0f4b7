import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench, BenchOptions, EngineName, Findings } from './bench/bench.ts';

type Benchmark = (bench: Bench) => Promise<Findings>;

// Loaded only when asked for: a start of a helper must not carry them all.
const benchmarks: Record<string, () => Promise<Benchmark>> = {
  ingest: async () => (await import('./bench/ingest.ts')).benchIngest,
  edge: async () => (await import('./bench/edge.ts')).benchEdge,
  day: async () => (await import('./bench/day.ts')).benchDay,
  start: async () => (await import('./bench/start.ts')).benchStart,
  tls: async () => (await import('./bench/tls.ts')).benchTls,
  page: async () => (await import('./bench/page.ts')).benchPage,
  alert: async () => (await import('./bench/alert.ts')).benchAlert,
  decide: async () => (await import('./bench/decide.ts')).benchDecide,
  replay: async () => (await import('./bench/replay.ts')).benchReplay,
};

const helpers: Record<string, () => Promise<() => Promise<void>>> = {
  'edge-hub': async () => (await import('./bench/edge-hub.ts')).runEdgeHub,
  'alert-hub': async () => (await import('./bench/alert-hub.ts')).runAlertHub,
  'stream-client': async () => (await import('./bench/stream-client.ts')).runStreamClient,
  'bare-server': async () => (await import('./bench/bare-server.ts')).runBareServer,
  storm: async () => (await import('./bench/storm.ts')).runStorm,
  'tls-load': async () => (await import('./bench/tls-load.ts')).runTlsLoad,
};

const usage = `usage: npm run bench -- NAME [--json]
  ingest [--events N] [--file RECORDING] [--engine mysql|sqlite]
  edge
  day [--rows N] [--engine mysql|sqlite]
  start
  tls
  page
  alert
  decide
  replay [--file RECORDING]
  --profile FOLDER  writes CPU profiles of the hub there; the figures suffer
`;

function refuse(message: string): never {
  process.stderr.write(`sec53: ${message}\n${usage}`);
  process.exit(64);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        events: { type: 'string', default: '1000000' },
        rows: { type: 'string', default: '5000000' },
        file: { type: 'string' },
        engine: { type: 'string' },
        profile: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function readCount(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) refuse(`--${name} must be a whole number from 1`);
  return Number(text);
}

function readEngines(text: string | undefined): EngineName[] {
  if (text === undefined) return ['mysql', 'sqlite'];
  return text === 'mysql' || text === 'sqlite' ? [text] : refuse('--engine is mysql or sqlite');
}

async function run(benchmark: Benchmark, options: BenchOptions): Promise<Findings> {
  const undo: (() => Promise<unknown>)[] = [];
  let isOver = false;
  async function clean(): Promise<void> {
    isOver = true;
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void clean().finally(() => process.exit(1)));
  }
  try {
    return await benchmark({
      programs: dirname(fileURLToPath(import.meta.url)),
      options,
      note: text => void process.stderr.write(`${text}\n`),
      defer(step) {
        undo.push(step);
        // An interrupted benchmark must not go on with what is being removed.
        if (isOver) void clean();
      },
    });
  } finally {
    await clean();
  }
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [name = '', helper = ''] = positionals;
  if (name === 'helper') {
    const load = helpers[helper] ?? refuse('there is no such helper');
    await (await load())();
    return;
  }
  const load = benchmarks[name] ?? refuse('name a benchmark');
  const { lines, result } = await run(await load(), {
    events: readCount('events', values.events),
    rows: readCount('rows', values.rows),
    file: values.file,
    engines: readEngines(values.engine),
    profile: values.profile === undefined ? undefined : resolve(values.profile),
  });
  process.stdout.write(`${lines.join('\n')}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`sec53: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
