import { createReadStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';

/** Recordings of real homes lie beside the project where it is developed, and nowhere else. */
const folder = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'shared/data');

/** The path of a recording, or undefined where there is none. */
export function findRecording(name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}

/** A line in the hub's recording format. */
export interface Recorded {
  at: string;
  sensor: string;
  kind: 'contact' | 'motion' | 'temperature';
  value: string | number;
}

/** Reads a nears recording: motion, contacts and temperatures, in the hub's format. */
export async function* readNears(path: string): AsyncGenerator<Recorded> {
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) });
  for await (const line of lines) {
    const { sensor: kind, state, location, subject, sentAt } = JSON.parse(line);
    const at = sentAt.$date;
    const sensor = `${location}/${subject}`;
    if (kind === 'motion') yield { at, sensor, kind, value: state === 'ON' ? 'active' : 'idle' };
    if (kind === 'contact') {
      yield { at, sensor, kind, value: /^(ON|OPEN)$/.test(state) ? 'open' : 'closed' };
    }
    if (kind === 'temperature') {
      const celsius = Number.parseFloat(String(state));
      // One place may hold a thermometer and a motion sensor.
      if (Number.isFinite(celsius))
        yield { at, sensor: `${sensor}/temperature`, kind, value: celsius };
    }
  }
}
