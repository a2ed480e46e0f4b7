import { createClock } from '../../../server/clock.ts';
import type { SensorConfig } from '../../../server/config/config.ts';
import type { LineLevel, OpenLine } from '../../../server/gpio/line.ts';
import { createLineWatcher } from '../../../server/sensors/watch-line.ts';
import { createHappenings, type Happenings } from './check.ts';

/** A line as it is, with what a driver says of it. */
export interface OpenedLine {
  levels: Happenings<LineLevel>;
  faults: Happenings<Error & { code: string }>;
  read(): LineLevel;
  close(): Promise<void>;
}

export async function openWatched(open: OpenLine, line: number): Promise<OpenedLine> {
  const opened = await open({ line, activeLow: false, bias: 'none' });
  const levels = createHappenings<LineLevel>();
  const faults = createHappenings<Error & { code: string }>();
  opened.watch(levels.add, faults.add);
  return { levels, faults, read: () => opened.read(), close: () => opened.close() };
}

/** A sensor on a line, with what reaches the alarm of it. */
export interface WatchedSensor {
  levels: Happenings<string>;
  health: Happenings<{ what: string; detail: string }>;
  stop(): Promise<void>;
}

/** @param widths of the filters, in milliseconds */
export async function watchSensor(
  openLine: OpenLine,
  line: number,
  widths = { glitchMs: 20, settleMs: 50 },
): Promise<WatchedSensor> {
  const levels = createHappenings<string>();
  const health = createHappenings<{ what: string; detail: string }>();
  const sensor: SensorConfig = {
    ...{ id: 'door', name: 'Door', kind: 'contact', zone: 'instant', line, device: undefined },
    ...{ activeLow: false, bias: 'none', ...widths },
    ...{ chime: false, autoBypass: false, groupOnly: false, entryDelay: undefined },
    ...{ pulses: 1, pulseWindow: 30, hysteresis: 1 },
    ...{ low: undefined, high: undefined, rise: undefined, fall: undefined },
  };
  const watcher = createLineWatcher(sensor, {
    ...{ openLine, clock: createClock() },
    onLevel: level => levels.add(level),
    onHealth: (what, detail) => health.add({ what, detail }),
  });
  await watcher.start();
  return { levels, health, stop: () => watcher.stop() };
}
