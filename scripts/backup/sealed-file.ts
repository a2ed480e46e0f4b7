import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../../server/errors.ts';

/**
 * A file that only its passphrase opens:
 *
 *     8 bytes   "sec53bk1"
 *     3 bytes   scrypt's cost: log2 N, r, p
 *     16 bytes  salt
 *     32 bytes  HMAC-SHA256 of the 27 bytes before, so that a wrong passphrase is told from a damaged file
 *     then      blocks of AES-256-GCM: 64 KiB (the last one perhaps less), each followed by its 16 bytes of tag
 *
 * scrypt makes 64 bytes of the passphrase: the key of the blocks, and that of the HMAC. A block's nonce is
 * its number (8 bytes, big-endian) and 4 bytes that are 0, or 1 for the last block, so that blocks can be
 * neither cut off, nor left out, nor moved.
 */
const magic = Buffer.from('sec53bk1');
/** 64 MB of memory, which a small Pi has beside its hub. */
const cost = { log2n: 16, r: 8, p: 2 };
const saltLength = 16;
const prefaceLength = magic.length + 3 + saltLength;
const headLength = prefaceLength + 32;
const blockLength = 65_536;
const tagLength = 16;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

async function deriveKeys(passphrase: string, preface: Buffer) {
  const [log2n = 0, r = 0, p = 0] = preface.subarray(magic.length);
  // What the file asks for is not to be trusted before the passphrase has vouched for it.
  if (log2n > 20 || r > 16 || p > 4 || log2n * r * p === 0) throw damagedHead();
  const salt = preface.subarray(magic.length + 3);
  const options = { N: 2 ** log2n, r, p, maxmem: 2 ** log2n * r * 256 };
  const keys = await derive(passphrase.normalize('NFC'), salt, 64, options);
  return {
    key: keys.subarray(0, 32),
    mac: createHmac('sha256', keys.subarray(32)).update(preface).digest(),
  };
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(number));
  bytes.writeUInt32BE(isLast ? 1 : 0, 8);
  return bytes;
}

/** Cuts into pieces of `length`; the last one is shorter, and never absent. */
async function* blocksOf(
  content: AsyncIterable<Buffer>,
  length: number,
): AsyncGenerator<{ block: Buffer; isLast: boolean }> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const piece of content) {
    waiting.push(piece);
    size += piece.length;
    // One block always waits: only the end says whether it is the last.
    if (size <= length) continue;
    const whole = Buffer.concat(waiting);
    let used = 0;
    for (; whole.length - used > length; used += length) {
      yield { block: whole.subarray(used, used + length), isLast: false };
    }
    waiting = [whole.subarray(used)];
    size = whole.length - used;
  }
  yield { block: Buffer.concat(waiting), isLast: true };
}

/** The bytes of the file that holds `content`. */
export async function* seal(
  content: AsyncIterable<Buffer>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const { log2n, r, p } = cost;
  const preface = Buffer.concat([magic, Buffer.from([log2n, r, p]), randomBytes(saltLength)]);
  const { key, mac } = await deriveKeys(passphrase, preface);
  yield Buffer.concat([preface, mac]);
  let number = 0;
  for await (const { block, isLast } of blocksOf(content, blockLength)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number, isLast));
    number += 1;
    yield Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * The content of a sealed file. What was yielded is as it was sealed; whether that was all is known at the end.
 *
 * @throws Refusal when the passphrase is wrong, or the file is not whole
 */
export async function* unseal(
  file: AsyncIterable<Buffer>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const source = file[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < headLength) {
    const { value, done } = await source.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  if (!head.subarray(0, magic.length).equals(magic)) {
    throw new Refusal(
      'this is no backup of sec53; name a file that the command backup has written',
    );
  }
  if (head.length < headLength) throw damagedHead();
  const { key, mac } = await deriveKeys(passphrase, head.subarray(0, prefaceLength));
  if (!timingSafeEqual(mac, head.subarray(prefaceLength, headLength))) {
    throw new Refusal('the passphrase is wrong, or the beginning of the file is damaged');
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield head.subarray(headLength);
    yield* { [Symbol.asyncIterator]: () => source };
  }
  let number = 0;
  for await (const { block, isLast } of blocksOf(rest(), blockLength + tagLength)) {
    yield openBlock(key, number, isLast, block);
    number += 1;
  }
}

function openBlock(key: Buffer, number: number, isLast: boolean, sealed: Buffer): Buffer {
  const end = sealed.length - tagLength;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, isLast));
    decipher.setAuthTag(sealed.subarray(end));
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch {
    const place = headLength + number * (blockLength + tagLength);
    throw new Refusal(
      `the file is cut off or damaged, behind its byte ${place}; copy it again, or take another backup`,
    );
  }
}

function damagedHead(): Refusal {
  return new Refusal('the beginning of the file is damaged; copy it again, or take another backup');
}
