import type { AlarmState } from '../alarm/alarm-state.ts';
import type { Clock } from '../clock.ts';
import { errorText, HttpProblem } from '../errors.ts';
import type { By } from '../protocol.ts';
import type { KeptOutput } from './kept-output.ts';
import { sirenUntil } from './siren-until.ts';

/** Long enough to be heard, too short for the neighbours. */
const testMs = 1_000;

export interface Siren {
  /** Does as the alarm says now. */
  look(): void;
  isSounding(): boolean;
  /**
   * Lets it sound for a second.
   *
   * @throws HttpProblem `not_possible` in ALERT, where nobody could tell it from an alarm, while another test
   *   runs, or when it cannot sound
   */
  test(by: By): Promise<void>;
  stop(): void;
}

export interface SirenRooms {
  line: KeptOutput;
  clock: Clock;
  alarm(): AlarmState;
  /** How long an alarm lasts. */
  durationMs(): number;
  audit(by: By, action: string, detail: string): void;
}

const refusal = (detail: string) => new HttpProblem('not_possible', { detail });

export function createSiren({ line, clock, alarm, durationMs, audit }: SirenRooms): Siren {
  let timer: NodeJS.Timeout | undefined;
  let isTesting = false;
  const isArmed = () => alarm().mode === 'alert';

  /** Its end is its own: it comes whether the alarm's end can be written or not. */
  function look(): void {
    clearTimeout(timer);
    const now = clock.steady();
    const until = sirenUntil(alarm(), durationMs(), now);
    line.want(until !== null);
    if (until !== null) timer = setTimeout(look, until - now).unref();
  }

  return {
    look,
    isSounding: () => line.isActive,
    async test(by) {
      if (isArmed()) throw refusal('the house is armed: somebody would take it for an alarm');
      if (isTesting) throw refusal('a test of the siren runs already');
      audit(by, 'siren', 'tests the siren');
      isTesting = true;
      try {
        await line.pulse(testMs, () => !isArmed());
      } catch (error) {
        throw refusal(`the siren cannot sound: ${line.trouble ?? errorText(error)}`);
      } finally {
        isTesting = false;
      }
    },
    stop: () => clearTimeout(timer),
  };
}
