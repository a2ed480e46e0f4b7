import { addDays, type Day } from '../time-zone.ts';
import { createRandom } from './random.ts';

export interface Weather {
  /** Degrees Celsius outside, at a fraction of the day. */
  outside(day: Day, fraction: number): number;
  /** Degrees Celsius inside, where heating and walls dampen it. */
  inside(day: Day, fraction: number): number;
}

interface Climate {
  mean: number;
  swing: number;
}

const turn = 2 * Math.PI;
/** Outside it is warmest in mid-afternoon, inside in the evening. */
const warmestOutside = 15 / 24;
const warmestInside = 19 / 24;

function dayOfYear(day: Day): number {
  return (
    (Date.parse(`${day}T00:00:00Z`) - Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)) / 86_400_000
  );
}

/**
 * A temperate climate: seasons, a daily cycle, and days that are warmer or colder than they should be.
 * It runs on smoothly from day to day.
 */
export function createWeather(seed: number, isSouthern: boolean): Weather {
  function climateOf(day: Day): Climate {
    const random = createRandom(seed, 'weather', day);
    const season = Math.cos(turn * ((dayOfYear(day) - 20) / 365)) * (isSouthern ? 1 : -1);
    return { mean: 14 + 6 * season + random.between(-3, 3), swing: random.between(2.5, 6) };
  }

  /** The climate of an instant lies between those of the two nearest noons. */
  function climateAt(day: Day, fraction: number): Climate {
    const isMorning = fraction < 0.5;
    const before = climateOf(isMorning ? addDays(day, -1) : day);
    const after = climateOf(isMorning ? day : addDays(day, 1));
    const share = isMorning ? fraction + 0.5 : fraction - 0.5;
    return {
      mean: before.mean + (after.mean - before.mean) * share,
      swing: before.swing + (after.swing - before.swing) * share,
    };
  }

  return {
    outside(day, fraction) {
      const { mean, swing } = climateAt(day, fraction);
      return mean + swing * Math.cos(turn * (fraction - warmestOutside));
    },
    inside(day, fraction) {
      const { mean, swing } = climateAt(day, fraction);
      const drift = 0.3 * (mean - 14);
      return 21 + drift + 0.2 * swing * Math.cos(turn * (fraction - warmestInside));
    },
  };
}
