import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, createClock } from '../server/clock.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { LineError, type LineLevel, type OpenLine } from '../server/gpio/line.ts';
import type { OpenOutput } from '../server/gpio/output.ts';
import { type Hub, startHub } from '../server/hub.ts';
import { createLog } from '../server/log.ts';
import { type Credential, type Reply, readCredential, send } from './request.ts';

/** A hub in this process, on wires that a test moves by hand. */
export interface WiredHouse {
  address(): string;
  /** The configuration, and the data folder. */
  file: string;
  dataFolder: string;
  pki: string;
  admin(): Credential;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Moves a wire; the hub hears of it if it runs. */
  move(line: number, level: LineLevel): void;
  /** The line cannot be opened any more. */
  breakLine(line: number): void;
  ask(path: string, method?: string, body?: unknown): Promise<Reply['json']>;
  logged(): string;
  remove(): Promise<void>;
}

/** @param variables of the hub's environment */
export function createWiredHouse(
  yaml: string,
  clock: Clock = createClock(),
  variables: Record<string, string> = {},
): WiredHouse {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-wired-'));
  const dataFolder = join(folder, 'data');
  const pki = join(dataFolder, 'pki');
  const file = join(folder, 'sec53.yaml');
  writeFileSync(file, yaml);
  const authority = process.env.TEST_AUTHORITY;
  if (authority !== undefined && !/names:|_file:/.test(yaml)) {
    mkdirSync(dataFolder, { mode: 0o700 });
    cpSync(authority, pki, { recursive: true });
  }
  const wires = new Map<number, LineLevel>();
  const watchers = new Map<number, (level: LineLevel, at: number) => void>();
  const broken = new Set<number>();
  let logged = '';
  let hub: Hub | undefined;

  const openLine: OpenLine = async ({ line }) => {
    if (broken.has(line)) throw new LineError('EBUSY', line, 'held by another program; stop it');
    return {
      read: () => wires.get(line) ?? 0,
      watch: onEdge => void watchers.set(line, onEdge),
      close: async () => void watchers.delete(line),
    };
  };
  const openOutput: OpenOutput = async ({ line }) => {
    throw new LineError('EBUSY', line, 'held by another program; stop it');
  };
  const admin = () => readCredential(pki, 'admin');

  const house: WiredHouse = {
    ...{ file, dataFolder, pki, admin },
    address: () => hub?.address ?? '',
    async start() {
      hub = await startHub(loadConfig({ file, environment: variables }), {
        ...{ dataFolder, openLine, openOutput, assets: 'dist/client', version: 'test', clock },
        environment: { ...process.env, ...variables },
        configFile: file,
        log: createLog(line => {
          logged += line;
        }),
        print: () => undefined,
        restart: () => undefined,
      });
    },
    async stop() {
      await hub?.stop();
      hub = undefined;
    },
    move(line, level) {
      wires.set(line, level);
      watchers.get(line)?.(level, clock.wall());
    },
    breakLine: line => void broken.add(line),
    ask: async (path, method = 'GET', body = undefined) =>
      (await send(`${hub?.address}${path}`, { as: admin(), method, body })).json,
    logged: () => logged,
    async remove() {
      await house.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return house;
}
