import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { deviceName } from '../pki/device-name.ts';
import { withRegistry } from '../pki/registry.ts';
import { errorText, Refusal } from '../server/errors.ts';
import { createAuthenticator } from '../server/people/authenticator.ts';
import { createDevices } from '../server/people/devices.ts';
import { createPersons } from '../server/people/persons.ts';
import { recordAudit } from '../server/state/record-audit.ts';
import type { State } from '../server/state/state.ts';

const usage = `usage: npm run totp -- enrol NAME [--role admin|member|guest]

  npm run totp -- enrol Mum          an authenticator for Mum, who may switch modes and see the days
  npm run totp -- enrol admin        one more way in for the admin

What it prints is secret: scan it, write the recovery codes down, and clear the screen.
`;

const roles = ['admin', 'member', 'guest'] as const;

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { role: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [verb, name, ...others] = positionals;
  const role = roles.find(known => known === values.role);
  if (verb !== 'enrol' || name === undefined || others.length > 0)
    throw new Error('say whom to enrol');
  if (values.role !== undefined && !role) throw new Error(`${values.role} is no role`);
  return { name: deviceName(name), role };
}

/** Whoever is not of the house yet becomes one of it. */
function admit(state: State, name: string, role: (typeof roles)[number] | undefined, now: number) {
  const persons = createPersons(state);
  const known = persons.get(name);
  const devices = createDevices(state).list();
  const owner = devices.find(device => device.name === name)?.person;
  if (!known && owner !== undefined && owner !== name) {
    throw new Refusal(`${name} is a device of ${owner}; enrol ${JSON.stringify(owner)}`);
  }
  const own = devices.filter(({ person }) => person === name);
  if (own.length > 0 && own.every(({ revokedAt }) => revokedAt !== null)) {
    throw new Refusal(
      `${name} is revoked; issue a new certificate first: npm run pki -- issue ${JSON.stringify(name)}`,
    );
  }
  if (known && role !== undefined && role !== known.role) {
    throw new Refusal(
      `${name} is ${known.role} already; a code gives the same rights, so leave --role out`,
    );
  }
  if (!known) persons.set(name, role ?? 'member', now);
}

async function enrol(name: string, role: (typeof roles)[number] | undefined): Promise<void> {
  const dataFolder = resolve(process.env.SEC53_DATA || 'data');
  await withRegistry({ dataFolder, folder: join(dataFolder, 'pki') }, async (_devices, state) => {
    const now = Date.now();
    state.transaction(() => admit(state, name, role, now));
    const { address, recoveryCodes } = await createAuthenticator(state).enrol(name, 'sec53', now);
    recordAudit(state, 'enrol', `an authenticator for ${name}`, now);
    process.stdout.write(
      [
        address,
        '',
        renderUnicodeCompact(address),
        '',
        'Recovery codes, each good for one sign-in:',
        ...recoveryCodes.map(code => `  ${code}`),
        '',
      ].join('\n'),
    );
  });
}

process.umask(0o077);
let asked: ReturnType<typeof readArguments> | undefined;
try {
  asked = readArguments();
  await enrol(asked.name, asked.role);
} catch (error) {
  const isMisunderstood = asked === undefined && !(error instanceof Refusal);
  process.stderr.write(`totp: ${errorText(error)}\n${isMisunderstood ? `\n${usage}` : ''}`);
  process.exitCode = isMisunderstood ? 2 : 1;
}
