import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Level, SensorKind } from '../protocol.ts';
import { isDay } from '../time-zone.ts';
import type { Reading } from './reading.ts';

/** One line of a recording: a reading, or why it is none. */
export type RecordedLine = { number: number } & ({ reading: Reading } | { problem: string });

const longestLine = 64 * 1024;
const isoForm = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const latest = Date.UTC(9998, 0);
const levels: Record<'contact' | 'motion', readonly string[]> = {
  contact: ['open', 'closed'],
  motion: ['active', 'idle'],
};

/**
 * Reads a recording (JSON lines, perhaps gzip), in batches as the file arrives. Empty lines are no
 * reading and no fault of anybody's, but they count as lines.
 *
 * @param skip lines that were taken before
 * @throws the file's error; a gzip that ends in the middle fails after its last whole line
 */
export async function* readRecording(file: string, skip: number): AsyncGenerator<RecordedLine[]> {
  let number = 0;
  let rest = '';
  for await (const text of readText(file)) {
    const parts = `${rest}${text}`.split('\n');
    rest = parts.pop() ?? '';
    // A line without an end must not fill the memory.
    if (rest.length > longestLine) rest = rest.slice(0, longestLine + 1);
    const batch: RecordedLine[] = [];
    for (const line of parts) {
      number++;
      if (number > skip && line.trim() !== '') batch.push(parseLine(number, line));
    }
    if (batch.length > 0) yield batch;
  }
  if (rest.trim().length > 0 && ++number > skip) yield [parseLine(number, rest)];
}

async function* readText(file: string): AsyncGenerator<string> {
  const start = await readStart(file);
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  const stream = createReadStream(file);
  const source = isGzip ? stream.pipe(createGunzip()) : stream;
  stream.on('error', error => source.destroy(error));
  const decoder = new TextDecoder();
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function readStart(file: string): Promise<Buffer> {
  for await (const chunk of createReadStream(file, { end: 1 })) return chunk;
  return Buffer.alloc(0);
}

function parseLine(number: number, line: string): RecordedLine {
  if (line.length > longestLine) return { number, problem: 'the line is longer than 64 KiB' };
  // What the decoder puts where bytes are no UTF-8.
  if (line.includes('\uFFFD')) return { number, problem: 'this is not UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { number, problem: 'this is not JSON' };
  }
  const checked = checkReading(value);
  return typeof checked === 'string' ? { number, problem: checked } : { number, reading: checked };
}

function checkReading(value: unknown): Reading | string {
  if (typeof value !== 'object' || value === null) return 'this is not an object';
  const { at, sensor, kind, value: level } = value as Record<string, unknown>;
  if (typeof at !== 'string' || !isoForm.test(at) || !isDay(at.slice(0, 10))) {
    return 'at is not an ISO 8601 time with its zone';
  }
  const time = Date.parse(at);
  if (!(time >= 0 && time < latest)) return 'at is not a time from 1970 to 9998';
  if (typeof sensor !== 'string' || !/^[^\p{C}]{1,64}$/u.test(sensor)) {
    return 'sensor is not a name of 1 to 64 characters';
  }
  if (!isKind(kind)) return 'kind is not contact, motion or temperature';
  if (kind === 'temperature') {
    if (typeof level !== 'number' || !Number.isFinite(level) || Math.abs(level) > 1000) {
      return 'value is not a temperature in degrees Celsius';
    }
    return { sensor, kind, value: level, at: time };
  }
  if (!isLevelOf(kind, level)) return `value is not ${levels[kind].join(' or ')}`;
  return { sensor, kind, value: level, at: time };
}

function isKind(value: unknown): value is SensorKind {
  return value === 'contact' || value === 'motion' || value === 'temperature';
}

function isLevelOf(kind: 'contact' | 'motion', value: unknown): value is Level {
  return typeof value === 'string' && levels[kind].includes(value);
}
