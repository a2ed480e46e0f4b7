import { errorText } from '../../server/errors.ts';
import type { Outcomes } from '../../server/watch/outcomes.ts';

export interface HeardOutcomes extends Outcomes {
  /** `ok`, or why it failed, in order. */
  heard: string[];
  /** Resolves when so many outcomes are there, and whoever waited for them has gone on. */
  until(count: number): Promise<void>;
}

export function hearOutcomes(): HeardOutcomes {
  const waiting = new Set<() => void>();
  function hear(text: string): void {
    outcomes.heard.push(text);
    for (const look of waiting) look();
  }
  const outcomes: HeardOutcomes = {
    heard: [],
    succeeded: () => hear('ok'),
    failed: error => hear(errorText(error)),
    row: () => ({ name: '', isWatcher: true, isWell: true, lastOkAt: null, trouble: null }),
    isReached: () => undefined,
    async until(count) {
      await new Promise<void>(resolve => {
        const look = () => {
          if (outcomes.heard.length >= count) resolve();
        };
        waiting.add(look);
        look();
      });
      await new Promise(resolve => setImmediate(resolve));
    },
  };
  return outcomes;
}
