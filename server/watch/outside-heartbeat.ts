import { askOutside } from '../outgoing/request.ts';
import { type Outcomes, requireSuccess } from './outcomes.ts';
import { createPulse, type Pulse } from './pulse.ts';

const limitMs = 10_000;
const retryMs = 10_000;

export interface HeartbeatSettings {
  /** Whoever knows it can speak for the hub, so it is shown nowhere. */
  url: string;
  /** Seconds. */
  every: number;
  /** Says so at `url/fail` while the hub cannot do its work. */
  fail: boolean;
}

/**
 * Tells a watcher outside, again and again, that the hub lives: with a GET, as healthchecks.io and its
 * like want it. The watcher misses it when power, network or hub are gone. It is sent whatever the mode
 * is, which a watcher cannot know; while the hub cannot do its work, silence (or `/fail`) says so.
 */
export function createOutsideHeartbeat(
  { url, every, fail }: HeartbeatSettings,
  { isWell, outcomes }: { isWell: () => boolean; outcomes: Outcomes },
): Pulse {
  const well = new URL(url);
  const unwell = new URL(url);
  unwell.pathname = `${well.pathname.replace(/\/$/, '')}/fail`;

  async function beat(signal: AbortSignal): Promise<void> {
    const isFine = isWell();
    if (!isFine && !fail) return;
    try {
      requireSuccess(await askOutside({ url: isFine ? well : unwell, signal, limitMs }));
      outcomes.succeeded();
    } catch (error) {
      if (!signal.aborted) outcomes.failed(error);
      throw error;
    }
  }

  return createPulse(beat, { everyMs: every * 1000, retryMs });
}
