import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Facts } from '../../../scripts/doctor/facts.ts';
import { readConfig } from '../../../server/config/read-config.ts';
import { LineError } from '../../../server/gpio/line.ts';

/** A machine of files, as the kernel of a Pi would show them. */
export interface Machine {
  facts: Facts;
  write(path: string, text: string): void;
  /** What a program prints; without it, it is not installed. */
  install(command: string, output: string): void;
  remove(): void;
}

export function createMachine(yaml = ''): Machine {
  const root = mkdtempSync(join(tmpdir(), 'sec53-doctor-'));
  const programs = new Map<string, string>();
  const { config, problems } = readConfig({
    ...{ text: yaml, name: 'sec53.yaml', folder: root, environment: {} },
  });
  if (!config) throw new Error(JSON.stringify(problems));
  const facts: Facts = {
    ...{ root, dataFolder: join(root, 'data'), configFile: undefined, config },
    environment: { PATH: join(root, 'bin') },
    ...{ hub: undefined, state: undefined, now: Date.UTC(2026, 10, 24), userId: 0 },
    openLine: async ({ line }) => {
      throw new LineError('EACCES', line, 'this user may not use GPIO');
    },
    run: async command => programs.get(command),
  };
  return {
    facts,
    write(path, text) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    install: (command, output) => void programs.set(command, output),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
