import { createAuthority, hasAuthority } from './authority.ts';
import type { Named } from './command-line.ts';
import type { Context } from './context.ts';
import { hasServerCertificate, readEdgeMaterial } from './edge-material.ts';
import { issueServer } from './issue-server.ts';
import { certificatePath, keyPath } from './layout.ts';

/** Also finishes what was interrupted between the authority and its first server certificate. */
export async function init(command: Named<'init'>, context: Context): Promise<void> {
  const { folder } = context;
  const names = command.names.length > 0 ? command.names : (context.hub?.names ?? ['sec53.local']);
  const now = context.now();
  if (!hasAuthority(folder) || hasServerCertificate(folder)) {
    context.err('making the authority …');
    await createAuthority(folder, { names, now });
  }
  const hosts = [...names, 'localhost', '127.0.0.1', '::1'];
  await issueServer(folder, { hosts, now });
  context.err(`a server certificate for ${hosts.join(', ')} is in ${folder}`);
  context.out(`root: ${certificatePath(folder, 'root')}`);
  context.out(`fingerprint: ${readEdgeMaterial(folder).rootFingerprint}`);
  context.err(
    `${keyPath(folder, 'root')} is not needed from now on: keep it, and a copy of the passphrase ` +
      'beside it, off this machine',
  );
}
