import type { Luck } from './luck.ts';

const page = 4096;
const sector = 512;

interface Piece {
  offset: number;
  bytes: Buffer;
}

/** A write, or with `length` a new length of the file. */
type Change = Piece | { length: number };

/** A file's content: what the disk has for certain, and what came since and may get lost. */
export class DiskFile {
  #bytes = Buffer.alloc(page);
  #length = 0;
  #changes: Change[] = [];

  change(change: Change): void {
    this.#changes.push(change);
  }

  sync(): void {
    for (const change of this.#changes) {
      const before = this.#length;
      this.#length = lengthAfter(before, change);
      if (this.#length > this.#bytes.length) {
        this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#length)]);
      }
      if ('bytes' in change) change.bytes.copy(this.#bytes, change.offset);
      else this.#bytes.fill(0, this.#length);
    }
    this.#changes = [];
  }

  /** What the disk has when everything has got there. */
  whole(): Buffer {
    this.sync();
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * What may be there after a power cut. Each page went to the disk on its own, at some moment since
   * the last sync or not at all, and the last write into it perhaps by some of its sectors only. The
   * length is one that the file had since.
   */
  remains(luck: Luck): Buffer {
    const mood = luck(3);
    const some = (count: number) => (mood === 0 ? 0 : mood === 1 ? count : luck(count + 1));
    const lengths = [this.#length];
    for (const change of this.#changes) lengths.push(lengthAfter(lengths.at(-1) ?? 0, change));
    const result = Buffer.alloc(Math.max(...lengths));
    this.#bytes.copy(result, 0, 0, this.#length);
    for (const pieces of this.#piecesByPage(result.length).values()) {
      const kept = some(pieces.length);
      for (const { offset, bytes } of pieces.slice(0, kept)) bytes.copy(result, offset);
      const next = pieces[kept];
      if (next && mood === 2) tear(result, next, luck);
    }
    return result.subarray(0, lengths[some(lengths.length - 1)]);
  }

  #piecesByPage(end: number): Map<number, Piece[]> {
    const pages = new Map<number, Piece[]>();
    for (const change of this.#changes) {
      // What a file lost by becoming shorter reads as zeros when it grows again.
      const { offset, bytes } =
        'bytes' in change
          ? change
          : { offset: change.length, bytes: Buffer.alloc(Math.max(0, end - change.length)) };
      for (let start = offset; start < offset + bytes.length; ) {
        const number = Math.floor(start / page);
        const next = Math.min((number + 1) * page, offset + bytes.length);
        const piece = { offset: start, bytes: bytes.subarray(start - offset, next - offset) };
        pages.set(number, [...(pages.get(number) ?? []), piece]);
        start = next;
      }
    }
    return pages;
  }
}

function lengthAfter(before: number, change: Change): number {
  return 'length' in change ? change.length : Math.max(before, change.offset + change.bytes.length);
}

/** Some sectors of a piece get there, others do not. */
function tear(content: Buffer, { offset, bytes }: Piece, luck: Luck): void {
  for (let start = offset; start < offset + bytes.length; ) {
    const next = Math.min((Math.floor(start / sector) + 1) * sector, offset + bytes.length);
    if (luck(2) === 0) bytes.copy(content, start, start - offset, next - offset);
    start = next;
  }
}
