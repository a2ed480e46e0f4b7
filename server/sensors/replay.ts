import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Documents } from '../state/documents.ts';
import type { Intake } from './intake.ts';
import type { Reading } from './reading.ts';
import { type RecordedLine, readRecording } from './recording.ts';
import type { Source } from './source.ts';

export interface ReplayRooms {
  intake: Intake;
  documents: Documents;
  /** Rows that wait for the history: a recording at full speed waits for it. */
  backlog: () => number;
  log: Log;
  /** Prints a line for whoever waits for it. */
  print(line: string): void;
}

/** Where a recording stands, committed with the journal. */
interface Progress {
  line: number;
  readings: number;
  bad: number;
  isFinished: boolean;
}

const batchSize = 1000;
const longestBacklog = 20_000;
const namedBadLines = 20;

/**
 * Plays a recording once: a restart goes on behind the last line that was journaled, a finished one
 * does not play again. The recording is known by its content, not by its name.
 *
 * @param speed times faster than it was recorded; 0 is as fast as possible
 */
export function createReplay(file: string, speed: number, rooms: ReplayRooms): Source {
  const { intake, documents, backlog, log, print } = rooms;
  const stop = new AbortController();
  let playing: Promise<void> | undefined;

  function reportBad({ number, problem }: { number: number; problem: string }, bad: number): void {
    if (bad <= namedBadLines) log.warn('a bad line of the recording', { line: number, problem });
    if (bad === namedBadLines) log.warn('further bad lines are only counted');
  }

  async function play(): Promise<void> {
    const key = `replay:${await hashFile(file)}`;
    const progress = readProgress(documents.read(key));
    if (progress.isFinished) {
      print(`replay finished earlier: ${describe(progress)}`);
      return;
    }
    const pace = createPace(speed, stop.signal);
    let batch: Reading[] = [];

    async function commit(): Promise<void> {
      await intake.offer(batch, { key, body: JSON.stringify(progress) });
      batch = [];
      while (backlog() > longestBacklog && !stop.signal.aborted) await wait(50, stop.signal);
    }

    async function take(line: RecordedLine): Promise<void> {
      if ('problem' in line) {
        progress.bad++;
        reportBad(line, progress.bad);
      } else {
        if (pace.mustWait(line.reading.at)) {
          if (batch.length > 0) await commit();
          await pace.wait(line.reading.at);
          if (stop.signal.aborted) return;
        }
        batch.push(line.reading);
        progress.readings++;
      }
      progress.line = line.number;
      if (batch.length >= batchSize) await commit();
    }

    try {
      for await (const lines of readRecording(file, progress.line)) {
        for (const line of lines) {
          await take(line);
          if (stop.signal.aborted) return;
        }
      }
      progress.isFinished = true;
    } catch (error) {
      // Not finished: a restart looks whether there is more by then.
      log.error('the recording cannot be read to its end', { file, error: errorText(error) });
    }
    await commit();
    const early = progress.isFinished ? '' : ' early, the recording is damaged';
    print(`replay finished${early}: ${describe(progress)}`);
  }

  return {
    async start() {
      playing = play().catch(error => log.error('the replay ended', { error: errorText(error) }));
    },
    async stop() {
      stop.abort();
      await playing;
    },
  };
}

function describe({ line, readings, bad }: Progress): string {
  return `${line} lines, ${readings} readings, ${bad} bad lines`;
}

function readProgress(body: string | undefined): Progress {
  return body === undefined
    ? { line: 0, readings: 0, bad: 0, isFinished: false }
    : JSON.parse(body);
}

/** Recorded time against real time, from the first line on. */
function createPace(speed: number, signal: AbortSignal) {
  let start: { recorded: number; real: number } | undefined;

  function dueIn(at: number): number {
    if (speed === 0) return 0;
    start ??= { recorded: at, real: performance.now() };
    return start.real + (at - start.recorded) / speed - performance.now();
  }

  return {
    mustWait: (at: number) => dueIn(at) > 1,
    wait: (at: number) => wait(Math.max(0, dueIn(at)), signal),
  };
}

/** Longer than a timer can hold is waited for in parts. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  const until = performance.now() + ms;
  for (let left = ms; left > 0 && !signal.aborted; left = until - performance.now()) {
    await new Promise<void>(resolve => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(left, 2 ** 30));
      signal.addEventListener('abort', done);
    });
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}
