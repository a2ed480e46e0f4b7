import { setTimeout as pause } from 'node:timers/promises';
import { type Credential, send } from '../../test/request.ts';
import { steadyMs } from './clock.ts';
import { readTask } from './helper.ts';
import { readMemoryMb } from './hub.ts';
import { startWiredHub, type WiredTask } from './wired-hub.ts';

export interface AlertTask extends WiredTask {
  admin: Credential;
  samples: number;
  gapMs: number;
  /** Trips in a minute that nobody answers. */
  storm: number;
}

export interface StormMemory {
  before_mb: number;
  after_mb: number;
}

/**
 * The hub with sensors that raise an alarm in every mode. It says its address, and with each word that it
 * hears does one thing: an alarm that is told (answered afterwards, so that the next is another one), or
 * the storm.
 */
export async function runAlertHub(): Promise<void> {
  const { task, say, hear } = await readTask<AlertTask>();
  const { hub, lines } = await startWiredHub(task);
  say({ address: hub.address });
  let trips = 0;

  /** One sensor after the other, and back before it is its turn again. */
  function trip(): void {
    const set = lines[trips % lines.length];
    trips += 1;
    set?.(1);
    set?.(0);
  }

  async function answer(): Promise<void> {
    const as = task.admin;
    const { incident } = (await send(`${hub.address}/api/status`, { as })).json;
    const path = `/api/incidents/${incident.id}/acknowledge`;
    await send(`${hub.address}${path}`, { as, method: 'POST' });
  }

  for (let word = await hear(); word !== 'end'; word = await hear()) {
    if (word === 'alarm') {
      const at = steadyMs();
      trip();
      say(at);
    } else if (word === 'answer') {
      await answer();
      say('answered');
    } else {
      const before_mb = readMemoryMb(process.pid, 'VmRSS');
      for (let count = 0; count < task.storm; count++) {
        trip();
        await pause(60_000 / task.storm);
      }
      say({ before_mb, after_mb: readMemoryMb(process.pid, 'VmRSS') } satisfies StormMemory);
    }
  }
  await hub.stop();
  process.exit();
}
