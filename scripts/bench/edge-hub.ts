import Database from 'better-sqlite3';
import { steadyMs } from './clock.ts';
import { readTask } from './helper.ts';
import { readMemoryMb } from './hub.ts';
import { startWiredHub, type WiredTask } from './wired-hub.ts';

export interface EdgeTask extends WiredTask {
  samples: number;
  gapMs: number;
}

export interface EdgeMoments {
  /** When each level was set, and when its commit returned; steady milliseconds. */
  set: number[];
  durable: number[];
  rss_mb: number;
}

/**
 * The hub with lines that the benchmark sets. It says its address, waits for a word, sets levels and
 * says when.
 */
export async function runEdgeHub(): Promise<void> {
  const { task, say, hear } = await readTask<EdgeTask>();
  let onCommit: (() => void) | undefined;
  watchCommits(() => onCommit?.());
  const { samples, gapMs } = task;
  const { hub, lines } = await startWiredHub(task);
  say({ address: hub.address });
  await hear();

  const moments: EdgeMoments = { set: [], durable: [], rss_mb: 0 };
  for (let sample = 0; sample < samples; sample++) {
    const level = Math.floor(sample / lines.length) % 2 === 0 ? 1 : 0;
    const committed = new Promise<number>(resolve => {
      onCommit = () => {
        onCommit = undefined;
        resolve(steadyMs());
      };
    });
    moments.set.push(steadyMs());
    lines[sample % lines.length]?.(level);
    moments.durable.push(await committed);
    // The history takes the row in this time, so that the next commit is the next level's.
    await new Promise(resolve => setTimeout(resolve, gapMs));
  }
  moments.rss_mb = readMemoryMb(process.pid, 'VmHWM');
  say(moments);
  await hub.stop();
  process.exit();
}

/** Nothing outside the hub can see a commit return; every commit of the state goes through here. */
function watchCommits(onCommit: () => void): void {
  const make = Database.prototype.transaction;
  Database.prototype.transaction = new Proxy(make, {
    apply(target, database, args) {
      const made: { immediate(): unknown } = Reflect.apply(target, database, args);
      return {
        immediate() {
          const result = made.immediate();
          onCommit();
          return result;
        },
      };
    },
  });
}
