import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askSecret } from '../../pki/ask-secret.ts';
import { errorCode, errorText, Refusal } from '../../server/errors.ts';

/** Whoever finds the file may try passphrases for as long as he likes. */
const minLength = 12;
const credential = 'backup-passphrase';

/**
 * From the file that was named, from systemd's credential `backup-passphrase`, or asked for at the terminal.
 *
 * @param isNew asks twice, and wants a certain length
 * @throws Refusal when there is none, or none that is good
 */
export async function getPassphrase(named: string | undefined, isNew: boolean): Promise<string> {
  const given = named === undefined ? readCredential() : readLine(named);
  if (given !== undefined) return isNew ? requireLength(given) : given;
  if (!process.stdin.isTTY) {
    throw new Refusal(
      'the passphrase is asked for at a terminal, and this is none. Give it in a file: --passphrase-file FILE',
    );
  }
  const first = await askSecret('the passphrase of the backup: ');
  if (!isNew) return first;
  requireLength(first);
  if (first === (await askSecret('the same once more: '))) return first;
  throw new Refusal('the two passphrases differ. Run this again');
}

function readCredential(): string | undefined {
  const folder = process.env.CREDENTIALS_DIRECTORY;
  if (!folder) return undefined;
  try {
    return readLine(join(folder, credential));
  } catch (error) {
    if (error instanceof Refusal && error.cause === 'ENOENT') return undefined;
    throw error;
  }
}

function readLine(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const why = `the passphrase’s file cannot be read: ${errorText(error)}`;
    throw Object.assign(new Refusal(why), { cause: errorCode(error) });
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new Refusal(`${path} begins with an empty line, not with a passphrase`);
  return line;
}

function requireLength(passphrase: string): string {
  const length = [...passphrase].length;
  if (length >= minLength) return passphrase;
  throw new Refusal(`the passphrase has ${length} characters, and ${minLength} are the least`);
}
