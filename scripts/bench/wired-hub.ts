import { createClock } from '../../server/clock.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import type { LineLevel, OpenLine } from '../../server/gpio/line.ts';
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
  const refuse = () => Promise.reject(new Error('the bench drives nothing'));
  const hub = await startHub(loadConfig({ file: config, environment: {} }), {
    configFile: config,
    ...{
      dataFolder,
      assets,
      openLine,
      openOutput: refuse,
      version: 'bench',
      environment: process.env,
    },
    log: createLog(line => process.stderr.write(line)),
    clock: createClock(),
    print: () => undefined,
    restart: () => undefined,
  });
  const lines = [...edges.values()].map(set => (level: LineLevel) => set(level, Date.now()));
  return { hub, lines };
}
