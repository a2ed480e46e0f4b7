import { join, resolve } from 'node:path';
import { errorText, Refusal } from '../server/errors.ts';
import { createAuthority, hasAuthority } from './authority.ts';
import { type Command, parseCommand, UsageError } from './command-line.ts';
import type { Context, Surroundings } from './context.ts';
import { issue, renew, revoke } from './device-commands.ts';
import { hasServerCertificate, readEdgeMaterial } from './edge-material.ts';
import { issueServer } from './issue-server.ts';
import { certificatePath } from './layout.ts';
import { listDevices } from './list-devices.ts';
import { usage } from './usage.ts';

/**
 * Runs one command.
 * @returns the exit code: 0 done, 1 refused, 2 not understood.
 */
export async function runPki(args: string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  const dataFolder = resolve(surroundings.dataFolder);
  const context = { ...surroundings, dataFolder, folder: join(dataFolder, 'pki') };
  try {
    await run(parseCommand(args), context);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      context.err(`pki: ${error.message}\n\n${usage}`);
      return 2;
    }
    const text = errorText(error);
    context.err(`pki: ${error instanceof Refusal ? text : `this went wrong: ${text}`}`);
    return 1;
  }
}

async function run(command: Command, context: Context): Promise<void> {
  switch (command.kind) {
    case 'help':
      return context.out(usage.trimEnd());
    case 'init':
      return init(command.names, context);
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
  }
}

/** Also finishes what was interrupted between the authority and its first server certificate. */
async function init(given: string[], context: Context): Promise<void> {
  const { folder } = context;
  const names = given.length > 0 ? given : (context.hubNames ?? ['sec53.local']);
  if (!hasAuthority(folder) || hasServerCertificate(folder)) {
    context.err('making the authority …');
    await createAuthority(folder, { names, now: context.now() });
  }
  await server([...names, 'localhost', '127.0.0.1', '::1'], context);
  context.out(`root: ${certificatePath(folder, 'root')}`);
  context.out(`fingerprint: ${readEdgeMaterial(folder).rootFingerprint}`);
  context.err(
    `${join(folder, 'root.key')} is not needed from now on: keep it, and a copy of the passphrase ` +
      'beside it, off this machine',
  );
}

async function server(hosts: string[], context: Context): Promise<void> {
  await issueServer(context.folder, { hosts, now: context.now() });
  context.err(`a server certificate for ${hosts.join(', ')} is in ${context.folder}`);
}
