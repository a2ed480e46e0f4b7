/** What is remembered of a thermometer to judge its next reading by. */
export interface Probe {
  /** Readings in a row that were none. */
  failures: number;
  /** The last good one, degrees Celsius. */
  good: number | undefined;
}

export interface Sample {
  probe: Probe;
  /** A reading to go by; `fault` after two in a row that were none; undefined while that is not known. */
  value: number | 'fault' | undefined;
  /** Why there is none; undefined where the reader has said so. */
  reason?: string;
}

export const newProbe: Probe = { failures: 0, good: undefined };

const failuresOfFault = 2;
/** What a DS18B20 measures. */
const range = { low: -55, high: 125 };
/** What it shows before it has measured for the first time. */
const powerOn = 85;
const nearDegrees = 5;

export const isFaulty = ({ failures }: Probe): boolean => failures >= failuresOfFault;

/**
 * Judges what a thermometer answered. Pure.
 *
 * @param read degrees Celsius; undefined when it could not be read
 */
export function judgeSample({ failures, good }: Probe, read: number | undefined): Sample {
  const reason = read === undefined ? undefined : whyNone(read, good);
  if (read !== undefined && reason === undefined) {
    return { probe: { failures: 0, good: read }, value: read };
  }
  const probe = { failures: Math.min(failuresOfFault, failures + 1), good };
  const value = isFaulty(probe) ? 'fault' : undefined;
  return { probe, value, ...(reason === undefined ? {} : { reason }) };
}

function whyNone(read: number, good: number | undefined): string | undefined {
  if (!(read >= range.low && read <= range.high)) {
    return `it shows ${read} °C, which it cannot measure: check its wires, and its pull-up resistor`;
  }
  const isNear = good !== undefined && Math.abs(good - powerOn) <= nearDegrees;
  if (read !== powerOn || isNear) return undefined;
  return 'it shows 85 °C, as it does when it has just got power: check its power wire, and its pull-up resistor';
}
