import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import { z } from 'zod';
import { withRegistry } from '../pki/registry.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { errorCode, errorText, Refusal } from '../server/errors.ts';
import { createDocuments } from '../server/state/documents.ts';

const usage = `usage: sec53 phone NAME

  sec53 phone "Mum's phone"    adds a phone for the first admin, while the hub runs

It shows a link as a QR code, good for ten minutes, and a password. Both are secret: clear the screen.
`;

/** What the hub answers to a new pairing, as far as it is shown. */
const pairing = z.object({ link: z.string(), passphrase: z.string(), rootFingerprint: z.string() });

/** The certificate that the hub made for its first admin, and left in the data folder. */
function readAdmin(pki: string) {
  const read = (file: string) => readFileSync(join(pki, 'devices', 'admin', file));
  try {
    return { cert: read('admin.pem'), key: read('admin.key') };
  } catch (error) {
    throw new Refusal(
      `the first admin’s certificate cannot be read (${errorText(error)}). ` +
        'Add phones in the app, under People, or with the command pki issue',
    );
  }
}

async function portOf(dataFolder: string, pki: string): Promise<number> {
  const file = process.env.SEC53_CONFIG;
  const { edge } = loadConfig({ file: file && resolve(file), environment: process.env });
  if (edge.port !== 0) return edge.port;
  const paths = { dataFolder, folder: pki };
  return withRegistry(paths, (_devices, state) => Number(createDocuments(state).read('port')));
}

/** Asks the hub on this machine, as the admin, for a new device of the admin's. */
function ask(port: number, agent: Agent, name: string): Promise<{ status: number; text: string }> {
  const body = JSON.stringify({ name, person: 'admin' });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((done, reject) => {
    const path = `https://localhost:${port}/api/devices`;
    const asked = request(path, { agent, method: 'POST', headers, timeout: 60_000 }, answer => {
      let text = '';
      answer.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
    asked.on('error', reject);
    asked.end(body);
  });
}

function reasonOf(text: string): string {
  const { detail, title } = JSON.parse(text);
  return detail ?? title;
}

async function addPhone(name: string): Promise<void> {
  const dataFolder = resolve(process.env.SEC53_DATA || 'data');
  const pki = join(dataFolder, 'pki');
  const port = await portOf(dataFolder, pki);
  const ca = readFileSync(join(pki, 'root.pem'));
  const agent = new Agent({ ...readAdmin(pki), ca, servername: 'localhost' });
  const { status, text } = await ask(port, agent, name).catch((error: unknown) => {
    if (errorCode(error) !== 'ECONNREFUSED') throw error;
    throw new Refusal(`no hub answers at port ${port}: start it first (systemctl start sec53)`);
  });
  agent.destroy();
  if (status !== 201) throw new Refusal(`the hub refuses: ${reasonOf(text)}`);
  const { link, passphrase, rootFingerprint } = pairing.parse(JSON.parse(text));
  process.stdout.write(
    [
      `Point the phone’s camera at this, at home, within ten minutes: ${link}`,
      '',
      renderUnicodeCompact(link),
      '',
      `The password that it asks for:   ${passphrase}`,
      `The authority that it shows:     ${rootFingerprint}`,
      '',
    ].join('\n'),
  );
}

let name: string | undefined;
try {
  const { positionals } = parseArgs({ allowPositionals: true });
  if (positionals.length !== 1) throw new Error('say what the phone is to be called');
  [name] = positionals;
} catch (error) {
  process.stderr.write(`phone: ${errorText(error)}\n\n${usage}`);
  process.exitCode = 64;
}
try {
  if (name !== undefined) await addPhone(name);
} catch (error) {
  process.stderr.write(`phone: ${errorText(error)}\n`);
  process.exitCode = 1;
}
