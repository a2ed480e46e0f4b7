import type { Beat } from './forms.ts';
import type { Outcomes } from './outcomes.ts';
import { createPulse, type Pulse } from './pulse.ts';
import type { WitnessClient } from './witness-client.ts';

const limitMs = 10_000;
const retryMs = 10_000;
/** A hub that stops has little time. */
const lastLimitMs = 1000;

type Condition = Pick<Beat, 'mode' | 'profile' | 'state' | 'hasIncident'>;

interface Rooms {
  client: WitnessClient;
  outcomes: Outcomes;
  site: string;
  startedAt: number;
  condition(): Condition;
}

/**
 * Tells the witness every so often how it goes, and at once when that is another way than before: a
 * hub that is armed and cut off in the same minute must be missed as an armed one.
 */
export function createBeats({ name, every }: { name: string; every: number }, rooms: Rooms): Pulse {
  const { client, outcomes, site, startedAt, condition } = rooms;
  let counter = 0;
  let tried = '';

  async function send(stopping: boolean, signal: AbortSignal, limit: number): Promise<void> {
    const how = condition();
    tried = JSON.stringify(how);
    counter++;
    await client.beat({ name, site, startedAt, counter, stopping, ...how }, signal, limit);
  }

  const pulse = createPulse(
    async signal => {
      try {
        await send(false, signal, limitMs);
        outcomes.succeeded();
      } catch (error) {
        if (!signal.aborted) outcomes.failed(error);
        throw error;
      }
    },
    { everyMs: every * 1000, retryMs },
  );

  return {
    start: pulse.start,
    /** The status is another one; sensors that move are none of the witness's business. */
    poke() {
      if (JSON.stringify(condition()) !== tried) pulse.poke();
    },
    async stop() {
      await pulse.stop();
      if (counter === 0) return;
      // Whoever does not hear of it waits as for a hub that was cut off.
      await send(true, new AbortController().signal, lastLimitMs).catch(() => undefined);
    },
  };
}
