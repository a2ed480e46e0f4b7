import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenedStream, openStream } from '../event-stream.ts';
import { anyPort, createPlace, type HubProcess, type Place, startHub } from '../hub-process.ts';
import { createRecording, toLine } from '../recorded-house.ts';

/** Ten minutes at five changes a second, in real time. */
const recording = createRecording(3000);
const mostMb = 150;

/** Few enough that the slow ones do not just make room for each other. */
const crowds = [
  {
    name: 'who take their time',
    kinds: { 'slow-bodies': 150, 'slow-headers': 150 },
    answers: /^\{("408":\d+)?\}$/,
  },
  {
    name: 'who say too much, or show foreign certificates',
    kinds: { 'large-headers': 50, 'many-headers': 50, handshakes: 300 },
    answers: /^\{("431":\d+)?\}$/,
  },
];

describe('a hub among hostile strangers', () => {
  let place: Place;
  let hub: HubProcess;
  let stream: OpenedStream;
  const crowd: ChildProcess[] = [];

  beforeAll(async () => {
    place = await createPlace(
      `${anyPort}sensors: { driver: replay, replay: { file: home.jsonl, speed: 1 } }`,
    );
    writeFileSync(join(place.folder, 'home.jsonl'), recording.map(toLine).join('\n'));
    const foreign = join(place.folder, 'foreign.pem');
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=stranger'],
        ...['-keyout', foreign, '-out', join(place.folder, 'certificate.pem')],
      ],
      { stdio: 'ignore' },
    );
    writeFileSync(foreign, readFileSync(join(place.folder, 'certificate.pem')), { flag: 'a' });
    hub = await startHub(place);
    stream = await openStream(hub.address, hub.admin());
  });
  afterAll(async () => {
    for (const process of crowd) process.kill('SIGKILL');
    stream?.close();
    await hub?.stop();
    await place?.remove();
  });

  function mostResidentMb(): number {
    const status = readFileSync(`/proc/${hub.process.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** Resolves when it is at work; `ended` when the hub has ended all its connections. */
  async function gather(kind: string, count: number): Promise<{ ended: Promise<string> }> {
    const file = join(import.meta.dirname, '../fakes/hostile-crowd.mjs');
    const args = [kind, String(new URL(hub.address).port), String(count)];
    if (kind === 'handshakes') args.push(join(place.folder, 'foreign.pem'));
    const strangers = spawn(process.execPath, [file, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    crowd.push(strangers);
    const lines = createInterface({ input: strangers.stdout });
    const ended = new Promise<string>(resolve => {
      lines.on('line', line => {
        if (line.startsWith('ended ')) resolve(line.slice('ended '.length));
      });
    });
    await once(lines, 'line');
    return { ended };
  }

  it.each(crowds)(
    'stays small, answers the family and tells it of trips among strangers $name',
    async ({ kinds, answers }) => {
      const before = mostResidentMb();
      const all = await Promise.all(
        Object.entries(kinds).map(([kind, count]) => gather(kind, count)),
      );
      for (let time = 0; time < 3; time++) {
        const known = stream.messages.length;
        expect((await hub.send('/api/status')).status).toBe(200);
        await stream.next(
          message => message.event === 'event' && stream.messages.indexOf(message) >= known,
        );
      }
      for (const { ended } of all) expect(await ended).toMatch(answers);
      expect((await hub.send('/api/status')).status).toBe(200);
      expect(mostResidentMb() - before).toBeLessThan(mostMb);
    },
    120_000,
  );
});
