import { join, resolve } from 'node:path';
import { errorText, Refusal } from '../server/errors.ts';
import { type Command, parseCommand } from './command-line.ts';
import type { Context, Surroundings } from './context.ts';
import { detachRoot } from './detach-root.ts';
import { issue, renew, revoke } from './device-commands.ts';
import { exportCrl } from './export-crl.ts';
import { init } from './init.ts';
import { issueServer } from './issue-server.ts';
import { listDevices } from './list-devices.ts';
import { takePlaceOptions } from './place-options.ts';
import { rotate } from './rotate.ts';
import { usage } from './usage.ts';
import { UsageError } from './usage-error.ts';

/**
 * Runs one command.
 * @returns the exit code: 0 done, 1 refused, 2 not understood.
 */
export async function runPki(args: string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  try {
    const { config, data, rest } = takePlaceOptions(args);
    const command = parseCommand(rest);
    const { readHub, ...others } = surroundings;
    const dataFolder = resolve(data ?? surroundings.dataFolder);
    const hub = command.kind === 'help' ? undefined : readHub?.(config);
    await run(command, { ...others, dataFolder, folder: join(dataFolder, 'pki'), hub });
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      surroundings.err(`pki: ${error.message}\n\n${usage}`);
      return 2;
    }
    const text = errorText(error);
    surroundings.err(`pki: ${error instanceof Refusal ? text : `this went wrong: ${text}`}`);
    return 1;
  }
}

async function run(command: Command, context: Context): Promise<void> {
  switch (command.kind) {
    case 'help':
      return context.out(usage.trimEnd());
    case 'init':
      return init(command, context);
    case 'issue':
      return issue(command, context);
    case 'renew':
      return renew(command, context);
    case 'revoke':
      return revoke(command, context);
    case 'list':
      return listDevices(command.json, context);
    case 'server':
      return server(command.hosts, context);
    case 'rotate':
      return rotate(command, context);
    case 'detach-root':
      return detachRoot(command, context);
    case 'export-crl':
      return exportCrl(command.file, context);
  }
}

async function server(hosts: string[], context: Context): Promise<void> {
  await issueServer(context.folder, { hosts, now: context.now() });
  context.err(`a server certificate for ${hosts.join(', ')} is in ${context.folder}`);
}
