import { createClock } from '../../server/clock.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { LineLevel, OpenLine } from '../../server/gpio/line.ts';
import type { OpenOutput } from '../../server/gpio/output.ts';
import { type Hub, startHub } from '../../server/hub.ts';
import { createLog } from '../../server/log.ts';

export interface WiredTask {
  config: string;
  dataFolder: string;
  assets: string;
}

/** The hub in this process, on lines that the benchmark sets. */
export async function startWiredHub({ config, dataFolder, assets }: WiredTask): Promise<{
  hub: Hub;
  /** Sets a line, in the order of the configuration. */
  lines: ((level: LineLevel) => void)[];
}> {
  const edges = new Map<number, (level: LineLevel, at: number) => void>();
  const openLine: OpenLine = async ({ line }) => ({
    read: () => 0,
    watch: onEdge => void edges.set(line, onEdge),
    close: async () => undefined,
  });
  const openOutput: OpenOutput = async () => ({
    set: async () => undefined,
    pulse: async () => undefined,
    close: async () => undefined,
  });
  const hub = await startHub(loadConfig({ file: config, environment: {} }), {
    configFile: config,
    readThermometer: async () => 20,
    ...{ dataFolder, assets, openLine, openOutput, version: 'bench', environment: process.env },
    log: createLog(line => process.stderr.write(line)),
    clock: createClock(),
    print: () => undefined,
    restart: () => undefined,
  });
  const lines = [...edges.values()].map(set => (level: LineLevel) => set(level, Date.now()));
  return { hub, lines };
}
