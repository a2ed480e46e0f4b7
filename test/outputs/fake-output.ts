import { LineError } from '../../server/gpio/line.ts';
import type { Output } from '../../server/gpio/output.ts';
import { createLog } from '../../server/log.ts';
import { keepOutput } from '../../server/outputs/kept-output.ts';

/** An output that is kept, on a line that a test fails, holds up or takes away. */
export function createFakeOutput() {
  let steady = 0;
  let lose = (_: LineError): void => undefined;
  /** What it was asked, in order. */
  const asked: string[] = [];
  let pulsing: Promise<void> = Promise.resolve();
  let letGo = (): void => undefined;
  const line: Output = {
    set: async isActive => void asked.push(isActive ? 'on' : 'off'),
    pulse(ms) {
      asked.push(`pulse ${ms}`);
      return pulsing;
    },
    onLost(listener) {
      lose = listener;
    },
    async close() {
      asked.push('closed');
      letGo();
    },
  };
  const kept = keepOutput(
    { line: 6, activeLow: false },
    {
      ...{ open: async () => line, clock: { steady: () => steady }, onChange: () => undefined },
      log: createLog(() => undefined),
    },
  );
  return {
    ...{ kept, asked },
    /** From now on a pulse goes on until its line is closed. */
    holdUp() {
      pulsing = new Promise(resolve => {
        letGo = resolve;
      });
    },
    pass(ms: number) {
      steady += ms;
    },
    lose: () => lose(new LineError('EGPIOD', 6, 'its holder died')),
  };
}
