import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface MmcliCall {
  action: 'create' | 'send' | 'delete';
  argv: string[];
  /** What mmcli made of the fields of a new message. */
  message?: { number: string; text: string };
}

type Trouble = 'hang' | { error: string };

export interface MmcliModem {
  command: string;
  /** With the fake first on the PATH. */
  environment: NodeJS.ProcessEnv;
  calls(): MmcliCall[];
  /** What goes wrong from now on. */
  answer(troubles: { create?: Trouble; send?: Trouble; delete?: Trouble }): void;
  remove(): void;
}

/** A modem behind the `mmcli` of this folder. */
export function createMmcliModem(): MmcliModem {
  const folder = mkdtempSync(join(tmpdir(), 'sec53-mmcli-'));
  const calls = join(folder, 'calls');
  const answers = join(folder, 'answers.json');
  return {
    command: join(import.meta.dirname, 'mmcli'),
    environment: {
      ...process.env,
      PATH: `${import.meta.dirname}:${process.env.PATH}`,
      MMCLI_CALLS: calls,
      MMCLI_ANSWERS: answers,
    },
    calls: () =>
      existsSync(calls)
        ? readFileSync(calls, 'utf8')
            .split('\n')
            .filter(line => line !== '')
            .map(line => JSON.parse(line))
        : [],
    answer: troubles => writeFileSync(answers, JSON.stringify(troubles)),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
