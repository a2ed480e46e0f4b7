import { Refusal } from '../server/errors.ts';
import { createAuthority, hasAuthority } from './authority.ts';
import type { Named } from './command-line.ts';
import type { Context } from './context.ts';
import { hasServerCertificate, readEdgeMaterial } from './edge-material.ts';
import { issueServer } from './issue-server.ts';
import { certificatePath, keyPath } from './layout.ts';
import { openRootKey } from './root-key.ts';
import { chooseRootPassphrase } from './root-passphrase.ts';

/** Also finishes what was interrupted between the authority and its first server certificate. */
export async function init(command: Named<'init'>, context: Context): Promise<void> {
  const { folder } = context;
  const names = command.names.length > 0 ? command.names : (context.hub?.names ?? ['sec53.local']);
  const now = context.now();
  const isNew = !hasAuthority(folder) || hasServerCertificate(folder);
  const isOwn = command.isAsked || command.passphraseFile !== undefined;
  if (isNew) {
    const rootPassphrase = isOwn ? await chooseRootPassphrase(command, context) : undefined;
    context.err('making the authority …');
    await createAuthority(folder, { names, now, ...(rootPassphrase && { rootPassphrase }) });
  } else if (isOwn) {
    // The root may be from a run that knew nothing of a passphrase of its own.
    const { passphrase } = await openRootKey(command, context);
    if (passphrase === null) {
      throw new Refusal(
        `the root in ${folder} is there already, and not under a passphrase of its own. Run ` +
          'this without one, then `npm run pki -- detach-root FOLDER`',
      );
    }
  }
  const hosts = [...names, 'localhost', '127.0.0.1', '::1'];
  await issueServer(folder, { hosts, now });
  context.err(`a server certificate for ${hosts.join(', ')} is in ${folder}`);
  context.out(`root: ${certificatePath(folder, 'root')}`);
  context.out(`fingerprint: ${readEdgeMaterial(folder).rootFingerprint}`);
  context.err(
    `${keyPath(folder, 'root')} is needed only to rotate. Take it off this machine: ` +
      'npm run pki -- detach-root FOLDER',
  );
}
