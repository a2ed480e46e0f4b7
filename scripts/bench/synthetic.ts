import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip, createGzip } from 'node:zlib';
import type { Line } from './ledger.ts';

const start = Date.UTC(2026, 0, 1);
const sensors = [
  ...['front-door', 'back-door', 'garage-door', 'laundry-window', 'study-window', 'gate'],
  ...['hall', 'lounge', 'kitchen', 'stairs', 'landing', 'study', 'bedroom', 'nursery', 'garage'],
].map((sensor, index) => ({
  sensor,
  kind: index < 6 ? ('contact' as const) : ('motion' as const),
}));

/** The same numbers each time: a linear congruential generator (Numerical Recipes). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Level changes of a busy house, a twentieth of them said twice; the same for the same count. */
export function* makeLines(changes: number): Generator<Line> {
  const random = createRandom(53);
  const isActive = sensors.map(() => false);
  let at = start;
  for (let made = 0; made < changes; made++) {
    const index = Math.floor(random() * sensors.length);
    const { sensor = '', kind = 'contact' } = sensors[index] ?? {};
    const next = !isActive[index];
    isActive[index] = next;
    const value = kind === 'contact' ? (next ? 'open' : 'closed') : next ? 'active' : 'idle';
    at += 1 + Math.floor(random() * 12_000);
    yield { at: new Date(at).toISOString(), sensor, kind, value };
    if (random() < 0.05) yield { at: new Date(at + 1).toISOString(), sensor, kind, value };
  }
}

/** Writes a recording, compressed as the hub's owner would keep it. */
export async function writeRecording(
  path: string,
  lines: Iterable<Line>,
  onLine: (line: Line) => void,
): Promise<void> {
  const gzip = createGzip({ level: 1 });
  const file = gzip.pipe(createWriteStream(path));
  let text = '';
  for (const line of lines) {
    onLine(line);
    text += `${JSON.stringify(line)}\n`;
    if (text.length < 256 * 1024) continue;
    if (!gzip.write(text)) await once(gzip, 'drain');
    text = '';
  }
  gzip.end(text);
  await once(file, 'close');
}

/** Reads a recording that somebody has; lines that the hub would refuse are passed over. */
export async function readRecording(path: string, onLine: (line: Line) => void): Promise<void> {
  const file = createReadStream(path);
  const input = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  for await (const text of createInterface({ input })) {
    try {
      const line: Line = JSON.parse(text);
      if (!Number.isNaN(Date.parse(line.at))) onLine(line);
    } catch {
      // No JSON, no reading.
    }
  }
}
