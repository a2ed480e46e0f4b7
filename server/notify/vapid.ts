import { createECDH, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../pki/private-files.ts';
import { errorCode, errorText, Refusal } from '../errors.ts';
import { parseJson } from '../parse-json.ts';

/** By what push services know this hub, base64url: a point of P-256, and its private number. */
export interface VapidKeys {
  publicKey: string;
  privateKey: string;
}

const form = z.strictObject({ publicKey: z.string(), privateKey: z.string() });

/**
 * Reads the keys, or makes them at the first start. They are never made anew over what is there: each
 * phone subscribed with them, and would have to subscribe again by a tap.
 *
 * @throws Refusal when the file cannot be read or written, or does not hold a pair of keys
 */
export async function prepareVapidKeys(dataFolder: string): Promise<VapidKeys> {
  const known = readVapidKeys(dataFolder);
  if (known) return known;
  const keys = makeKeys();
  await writeFileAtomic(keysPath(dataFolder), `${JSON.stringify(keys, null, 2)}\n`);
  return keys;
}

const keysPath = (dataFolder: string) => join(dataFolder, 'push-keys.json');

/**
 * The keys that are there; undefined before the first start that wants them.
 *
 * @throws Refusal when the file cannot be read, or does not hold a pair of keys
 */
export function readVapidKeys(dataFolder: string): VapidKeys | undefined {
  const path = keysPath(dataFolder);
  const text = readIfThere(path);
  return text === undefined ? undefined : parseKeys(text, path);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new Refusal(
      `cannot read ${path}: ${errorText(error)}. Make it readable for the user that the hub runs as`,
    );
  }
}

function parseKeys(text: string, path: string): VapidKeys {
  const keys = form.safeParse(parseJson(text)).data;
  if (keys && isPair(keys)) return keys;
  throw new Refusal(
    `${path} is damaged. Restore it from the backup of the data folder; or delete it, and let each ` +
      'phone subscribe again (House, This phone)',
  );
}

function isPair({ publicKey, privateKey }: VapidKeys): boolean {
  try {
    const ecdh = createECDH('prime256v1');
    ecdh.setPrivateKey(privateKey, 'base64url');
    return privateKey.length === 43 && ecdh.getPublicKey('base64url') === publicKey;
  } catch {
    return false;
  }
}

/** A JWK's numbers are always 32 bytes long; an ECDH object drops zeros in front. */
function makeKeys(): VapidKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
  const point = [Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey: d };
}
