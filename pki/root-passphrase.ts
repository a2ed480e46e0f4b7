import { Refusal } from '../server/errors.ts';
import { readText } from './certificate-file.ts';
import type { Context } from './context.ts';

/** Whoever finds the root's key may try passphrases for as long as he likes. */
const minLength = 12;
/** Node reads no key under a longer one. */
const maxBytes = 1024;

/**
 * A new passphrase for the root's key, from a file, or asked for twice.
 * @throws Refusal when it is too short, is typed in two ways, or nobody can be asked.
 */
export async function chooseRootPassphrase(
  { passphraseFile }: { passphraseFile: string | undefined },
  context: Pick<Context, 'askSecret'>,
): Promise<string> {
  if (passphraseFile !== undefined) return requireLength(readPassphraseFile(passphraseFile));
  const first = requireLength(await ask('a new passphrase for the root’s key: ', context));
  if (first === (await ask('the same once more: ', context))) return first;
  throw new Refusal('the two passphrases differ. Run this again');
}

/** The passphrase that the root's key is under, from a file, or asked for. */
export async function givenRootPassphrase(
  { passphraseFile }: { passphraseFile: string | undefined },
  context: Pick<Context, 'askSecret'>,
): Promise<string> {
  if (passphraseFile !== undefined) return readPassphraseFile(passphraseFile);
  return ask('the passphrase of the root’s key: ', context);
}

/** The first line, as `openssl -passin file:` has it. */
function readPassphraseFile(path: string): string {
  const [line = ''] = readText(path).split(/\r?\n/);
  if (line === '') throw new Refusal(`${path} begins with an empty line, not with a passphrase`);
  return line;
}

async function ask(question: string, { askSecret }: Pick<Context, 'askSecret'>): Promise<string> {
  if (askSecret) return askSecret(question);
  throw new Refusal(
    'the passphrase of the root’s key is asked for at a terminal, and this is none. ' +
      'Give it in a file: --root-passphrase-file FILE',
  );
}

function requireLength(passphrase: string): string {
  const length = [...passphrase].length;
  if (length < minLength) {
    throw new Refusal(
      `the root’s passphrase has ${length} characters, and ${minLength} are the least`,
    );
  }
  if (Buffer.byteLength(passphrase) > maxBytes)
    throw new Refusal(`the root’s passphrase has more than ${maxBytes} bytes`);
  return passphrase;
}
