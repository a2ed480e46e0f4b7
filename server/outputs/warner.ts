import type { KeptOutput } from './kept-output.ts';

/** Says that a door is about to move. */
export interface Warner {
  /** Resolves once it warns. @throws LineError when it cannot */
  begin(): Promise<void>;
  end(): void;
}

const beepMs = 200;
const beepEveryMs = 1_000;

/**
 * A light, or whatever hangs on that output, is on all the time.
 *
 * @param onFailure it went off before its end
 */
export function warnByOutput(line: KeptOutput, onFailure: () => void): Warner {
  let isOn = false;
  line.onTrouble(() => {
    if (isOn) onFailure();
  });
  return {
    async begin() {
      await line.set(true);
      isOn = true;
    },
    end() {
      isOn = false;
      line.want(false);
    },
  };
}

/**
 * The siren beeps, once a second.
 *
 * @param onFailure a beep could not be given
 */
export function warnBySiren(line: KeptOutput, onFailure: () => void): Warner {
  let timer: NodeJS.Timeout | undefined;
  return {
    async begin() {
      clearInterval(timer);
      await line.pulse(beepMs);
      timer = setInterval(() => void line.pulse(beepMs).catch(onFailure), beepEveryMs).unref();
    },
    end: () => clearInterval(timer),
  };
}
