import { randomInt } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareTape } from './disk-tape.ts';
import { type Message, openStream } from './event-stream.ts';
import {
  anyPort,
  createPlace,
  type HubProcess,
  type Place,
  runProgram,
  startHub,
} from './hub-process.ts';
import type { SeenEvent } from './read-day.ts';
import type { Credential } from './request.ts';

export const day = '2026-03-01';

/** What somebody was told, and when; a command also has the moment at which it was given. */
interface Told<What> {
  what: What;
  askedAt: bigint;
  heardAt: bigint;
}

interface Issued {
  name: string;
  credential: Credential;
}

/** What the hub and its commands said they had done: the ledger that a disk is held against. */
export interface RecordedHouse {
  place: Place;
  root: { path: string; inode: number };
  tape: string;
  /** All that plays, in order. */
  recording: SeenEvent[];
  messages: Message[];
  modes: Told<{ mode: string; profile: string | null }>[];
  issued: Told<Issued>[];
  revoked: Told<string>[];
  /** When the first hub had said that it is ready and where the first admin's files are. */
  readyAt: bigint;
}

export function createRecording(count: number) {
  const start = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: count }, (_, index) => ({
    at: new Date(start + index * 200).toISOString(),
    sensor: ['door', 'hall', 'lounge'][index % 3] ?? 'door',
    isActive: Math.floor(index / 3) % 2 === 0,
  }));
}

export function toLine({ at, sensor, isActive }: SeenEvent): string {
  const isDoor = sensor === 'door';
  const value = isDoor ? (isActive ? 'open' : 'closed') : isActive ? 'active' : 'idle';
  return JSON.stringify({ at, sensor, kind: isDoor ? 'contact' : 'motion', value });
}

async function timed<What>(list: Told<What>[], work: () => Promise<What>): Promise<void> {
  const askedAt = process.hrtime.bigint();
  const what = await work();
  list.push({ what, askedAt, heardAt: process.hrtime.bigint() });
}

/** Lets a hub and commands work on a disk that is recorded, kills the hub twice, and keeps the ledger. */
export async function recordHouse(rounds: number): Promise<RecordedHouse> {
  const place = await createPlace();
  const root = join(place.folder, 'disk');
  mkdirSync(root);
  place.data = join(root, 'data');
  const recording = createRecording(rounds * 2000);
  writeFileSync(join(place.folder, 'home.jsonl'), recording.map(toLine).join('\n'));
  await place.configure(
    `timeZone: UTC\n${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 40 } }`,
  );
  const { tape, environment } = prepareTape(place.folder, root);
  const modes: RecordedHouse['modes'] = [];
  const issued: RecordedHouse['issued'] = [];
  const revoked: RecordedHouse['revoked'] = [];
  const messages: Message[] = [];
  let readyAt: bigint | undefined;

  async function command(...args: string[]): Promise<void> {
    const run = runProgram('pki', args, place, environment);
    if ((await run.ended) !== 0) throw new Error(run.output());
  }

  async function live(hub: HubProcess, life: number): Promise<void> {
    const last = messages.at(-1)?.id;
    const stream = await openStream(
      hub.address,
      hub.admin(),
      last === undefined ? {} : { 'last-event-id': last },
    );
    for (let round = 0; round < rounds; round++) {
      const name = `phone-${life}-${round}`;
      await timed(issued, async () => {
        await command('issue', name);
        return { name, credential: hub.device(name) };
      });
      for (const [mode, profile] of [
        ['alert', 'away'],
        ['monitor', null],
        ['alert', 'night'],
      ] as const) {
        await timed(modes, async () => {
          const body = profile ? { mode, profile, bypass: ['door'] } : { mode };
          const { status, text } = await hub.send('/api/mode', { method: 'PUT', body });
          if (status !== 200) throw new Error(text);
          return { mode, profile };
        });
      }
      if (round === 1) await timed(revoked, () => command('revoke', name).then(() => name));
    }
    // In the middle of whatever it does.
    for (let requests = randomInt(10); requests >= 0; requests--) await hub.send('/healthz');
    await hub.kill();
    messages.push(...stream.messages);
  }

  for (let life = 0; life < 2; life++) {
    const hub = await startHub(place, environment);
    if (life === 0) await hub.prints(/its passphrase is in/);
    readyAt ??= process.hrtime.bigint();
    await live(hub, life);
  }
  const { ino: inode } = statSync(root);
  return {
    ...{ place, root: { path: root, inode }, tape, recording, messages, modes, issued, revoked },
    readyAt: readyAt ?? 0n,
  };
}
