import type { Clock } from '../clock.ts';
import type { SensorConfig } from '../config/config.ts';
import { errorText } from '../errors.ts';
import type { ReadThermometer } from '../gpio/thermometer.ts';
import { isFaulty, judgeSample, newProbe, type Probe } from './samples.ts';
import type { Source } from './source.ts';

export interface ThermometersRooms {
  readThermometer: ReadThermometer;
  /** From the beginning of one round to that of the next, in milliseconds. */
  everyMs: number;
  clock: Clock;
  /**
   * A good reading, each time; or `fault`, once, with what is wrong and the fix. Both times are of the moment
   * at which it was read.
   */
  onSample(
    sensor: string,
    value: number | 'fault',
    at: { wall: number; steady: number },
    detail: string,
  ): void;
  /** It has become, or is no longer, at fault. */
  onHealth(sensor: string, what: 'fault' | 'healed', detail: string): void;
}

/** The bus takes less than one second; longer than this nothing will come any more. */
const longestReadMs = 10_000;

/**
 * Reads thermometers one after the other, round after round. A read may hang in the kernel and cannot be
 * taken back: no other one is begun until it is over, or a few of them would hold all the threads that the
 * hub writes its files with.
 */
export function createThermometers(
  sensors: readonly Pick<SensorConfig, 'id' | 'device'>[],
  { readThermometer, everyMs, clock, onSample, onHealth }: ThermometersRooms,
): Source {
  const probes = new Map<string, Probe>();
  let timer: NodeJS.Timeout | undefined;
  let stopping: (() => void) | undefined;
  let hanging: Promise<void> | undefined;
  let isStopped = false;

  async function readOne({ id, device = '' }: Pick<SensorConfig, 'id' | 'device'>): Promise<void> {
    let read: number | undefined;
    let detail = '';
    try {
      read = await withinTime(device);
    } catch (error) {
      detail = errorText(error);
    }
    if (isStopped) return;
    const before = probes.get(id) ?? newProbe;
    const { probe, value, reason = detail } = judgeSample(before, read);
    probes.set(id, probe);
    const isFault = value === 'fault';
    if (value === undefined || (isFault && isFaulty(before))) return;
    if (isFault) onHealth(id, 'fault', reason);
    else if (isFaulty(before)) onHealth(id, 'healed', `${value} °C`);
    onSample(id, value, { wall: clock.wall(), steady: clock.steady() }, isFault ? reason : '');
  }

  async function withinTime(device: string): Promise<number> {
    if (hanging) throw new Error('the 1-wire bus hangs in an earlier read: check its wires');
    const reading = readThermometer(device);
    const over = reading.then(
      () => undefined,
      () => undefined,
    );
    hanging = over;
    void over.then(() => {
      hanging = undefined;
    });
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const end = () =>
        reject(new Error(`no answer within ${longestReadMs / 1000} s: check its wires`));
      limit = setTimeout(end, longestReadMs);
      stopping = end;
    });
    try {
      return await Promise.race([reading, late]);
    } finally {
      clearTimeout(limit);
      stopping = undefined;
    }
  }

  async function round(): Promise<void> {
    const begun = clock.steady();
    for (const sensor of sensors) {
      if (isStopped) return;
      await readOne(sensor);
    }
    if (isStopped) return;
    const leftMs = Math.max(0, begun + everyMs - clock.steady());
    timer = setTimeout(() => void round(), Math.min(leftMs, everyMs));
  }

  return {
    // The first round takes a second for each: the doors do not wait for it.
    async start() {
      if (sensors.length > 0) void round();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      stopping?.();
    },
  };
}
