import { createHash } from 'node:crypto';
import { Refusal } from '../../server/errors.ts';

/** A file of a backup. */
export interface Part {
  /** With `/` between folders, such as `data/pki/root.pem`. */
  name: string;
  content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

export interface PartSum {
  name: string;
  bytes: number;
  /** Lower-case hex. */
  sha256: string;
}

/**
 * A backup inside its seal is a row of frames: a letter, the length (4 bytes, big-endian), the bytes.
 * `P` is the name of the next part, each `D` a piece of it, and the last frame, `M`, the manifest in JSON.
 */
type FrameKind = 'P' | 'D' | 'M';

const longestFrame = 2 ** 20;

function frame(kind: FrameKind, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Counts bytes and takes their hash on the way. */
function summing(name: string) {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    add(piece: Buffer) {
      hash.update(piece);
      bytes += piece.length;
    },
    sum: (): PartSum => ({ name, bytes, sha256: hash.digest('hex') }),
  };
}

/** @param describe makes the manifest, once the sum of each part is known */
export async function* writeParts(
  parts: AsyncIterable<Part>,
  describe: (sums: PartSum[]) => object,
): AsyncGenerator<Buffer> {
  const sums: PartSum[] = [];
  for await (const { name, content } of parts) {
    const sum = summing(name);
    yield frame('P', Buffer.from(name));
    for await (const piece of content) {
      for (let at = 0; at < piece.length; at += longestFrame) {
        const cut = piece.subarray(at, at + longestFrame);
        sum.add(cut);
        yield frame('D', cut);
      }
    }
    sums.push(sum.sum());
  }
  yield frame('M', Buffer.from(JSON.stringify(describe(sums))));
}

interface Receiver {
  /** The next part begins. */
  begin(name: string): Promise<void> | void;
  write(piece: Buffer): Promise<void> | void;
  end(): Promise<void> | void;
}

/**
 * Hands each part over, and resolves to the manifest and what the parts turned out to be.
 *
 * @throws Refusal when it does not end with a manifest
 */
export async function readParts(
  content: AsyncIterable<Buffer>,
  receiver: Receiver,
): Promise<{ manifest: unknown; sums: PartSum[] }> {
  const sums: PartSum[] = [];
  let open: ReturnType<typeof summing> | undefined;
  let manifest: unknown;
  for await (const [kind, bytes] of framesOf(content)) {
    if (manifest !== undefined) throw notWhole();
    if (kind === 'D') {
      if (!open) throw notWhole();
      open.add(bytes);
      await receiver.write(bytes);
      continue;
    }
    if (open) {
      sums.push(open.sum());
      await receiver.end();
    }
    open = undefined;
    if (kind === 'M') manifest = JSON.parse(bytes.toString());
    else {
      open = summing(bytes.toString());
      await receiver.begin(bytes.toString());
    }
  }
  if (manifest === undefined) throw notWhole();
  return { manifest, sums };
}

async function* framesOf(content: AsyncIterable<Buffer>): AsyncGenerator<[string, Buffer]> {
  let waiting = Buffer.alloc(0);
  for await (const piece of content) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length >= 5) {
      const length = waiting.readUInt32BE(1);
      if (length > longestFrame) throw notWhole();
      if (waiting.length < 5 + length) break;
      yield [waiting.toString('latin1', 0, 1), waiting.subarray(5, 5 + length)];
      waiting = waiting.subarray(5 + length);
    }
  }
  if (waiting.length > 0) throw notWhole();
}

function notWhole(): Refusal {
  return new Refusal('the backup was not written to its end; take another one');
}
