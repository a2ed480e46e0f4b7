import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { deviceName } from '../pki/device-name.ts';
import { withRegistry } from '../pki/registry.ts';
import { errorText, Refusal } from '../server/errors.ts';
import { createAuthenticator } from '../server/people/authenticator.ts';
import { createDevices } from '../server/people/devices.ts';
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

/** A name that has no certificate becomes a device of its own, so that revoking ends it too. */
function findDevice(
  state: State,
  name: string,
  role: (typeof roles)[number] | undefined,
  now: number,
) {
  const devices = createDevices(state);
  const known = devices.get(name);
  if (known?.revokedAt !== null && known) {
    throw new Refusal(
      `${name} is revoked; issue a new certificate first: npm run pki -- issue ${JSON.stringify(name)}`,
    );
  }
  if (known && role !== undefined && role !== known.role) {
    throw new Refusal(
      `${name} is ${known.role} already; a code gives the same rights, so leave --role out`,
    );
  }
  if (!known) {
    const added = { name, role: role ?? 'member', issuedAt: now } as const;
    devices.add({ ...added, fingerprint: null, serial: null, expiresAt: null });
  }
}

async function enrol(name: string, role: (typeof roles)[number] | undefined): Promise<void> {
  const dataFolder = resolve(process.env.SEC53_DATA || 'data');
  await withRegistry({ dataFolder, folder: join(dataFolder, 'pki') }, async (_devices, state) => {
    const now = Date.now();
    state.transaction(() => findDevice(state, name, role, now));
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
