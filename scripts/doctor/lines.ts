import type { Config, SensorConfig } from '../../server/config/config.ts';
import { errorText } from '../../server/errors.ts';
import { LineError } from '../../server/gpio/line.ts';
import { createLevels } from '../../server/state/levels.ts';
import { ago } from './ago.ts';
import { takenDriver } from './driver.ts';
import type { Facts } from './facts.ts';
import { type Pin, readConsumers, readPins } from './pins.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

type WiredSensor = SensorConfig & { line: number };

/** The sensors that are wired to a line of this machine. */
export function wiredSensors({ sensors: { driver, list } }: Config): WiredSensor[] {
  if (driver === 'simulated' || driver === 'replay') return [];
  return list.flatMap(sensor => {
    const { line } = sensor;
    return line === undefined || sensor.kind === 'temperature' ? [] : [{ ...sensor, line }];
  });
}

/** A level after `activeLow`, in the family's words. */
export function wordOf({ kind }: Pick<SensorConfig, 'kind'>, level: 0 | 1): string {
  if (kind === 'contact') return level === 1 ? 'open' : 'closed';
  return level === 1 ? 'motion' : 'idle';
}

/** Each line that a sensor is wired to: its level, its bias, and who holds it. */
export async function checkLines(facts: Facts): Promise<Row[]> {
  const { config, run } = facts;
  const sensors = config ? wiredSensors(config) : [];
  if (sensors.length === 0) return [];
  const lines = sensors.map(({ line }) => line);
  const [pins, consumers, driver] = await Promise.all([
    readPins(run, lines),
    readConsumers(run),
    takenDriver(facts),
  ]);
  // A line that is not held has the bias of the boot.
  const isSetByHub = driver === 'gpiod' && facts.hub === undefined;
  const rows: Row[] = [];
  // One after the other: a line that hangs must be seen to be the one.
  for (const sensor of sensors) {
    const pin = pins.get(sensor.line);
    rows.push(await judgeLevel(facts, sensor, pin, consumers.get(sensor.line)));
    rows.push(...judgeBias(sensor, pin, isSetByHub));
  }
  return rows;
}

const checkOf = ({ line, name }: WiredSensor) => `line ${line} ${name}`;

async function judgeLevel(
  facts: Facts,
  sensor: WiredSensor,
  pin: Pin | undefined,
  consumer: string | undefined,
): Promise<Row> {
  const check = checkOf(sensor);
  if (pin?.use === 'output' || pin?.use === 'alternate') {
    const now = pin.use === 'output' ? 'an output' : 'in use by a part of the board';
    const fix = `take what uses GPIO${sensor.line} out of config.txt (I2C, SPI, UART, w1), or choose another line`;
    return fault(check, `it is ${now}, not an input`, fix);
  }
  const holder = consumer === undefined ? '' : `; held by ${consumer}`;
  const isRunning = facts.hub !== undefined;
  if (!isRunning) return openOnce(facts, sensor, pin, consumer);
  if (pin?.level === undefined) return judgeStored(facts, sensor, holder);
  return good(check, `${describe(sensor, pin.level)}${holder}`);
}

function describe(sensor: WiredSensor, electrical: 0 | 1): string {
  const level = sensor.activeLow ? (electrical === 1 ? 0 : 1) : electrical;
  return `${wordOf(sensor, level)} (the pin is ${electrical === 1 ? 'high' : 'low'})`;
}

/** What the running hub has last seen: while it holds the lines nobody else can. */
function judgeStored({ state, now }: Facts, sensor: WiredSensor, holder: string): Row {
  const check = checkOf(sensor);
  const stored = state && createLevels(state).load();
  const level = stored?.find(each => each.sensor === sensor.id && each.kind === sensor.kind);
  if (!level) {
    const fix = 'install raspi-utils, whose pinctrl shows lines that are held, or stop the hub';
    return skipped(check, 'the hub holds it and has not stored a level', fix);
  }
  const says = `${level.value} since ${ago(level.since, now)}, as the running hub sees it${holder}`;
  if (level.value !== 'fault') return good(check, says);
  return fault(check, says, 'stop the hub and run this again: it then says what is wrong');
}

/** What the hub would do at its start, and nothing more. */
async function openOnce(
  { openLine }: Facts,
  sensor: WiredSensor,
  pin: Pin | undefined,
  consumer: string | undefined,
): Promise<Row> {
  const check = checkOf(sensor);
  if (consumer !== undefined) {
    const fix = `stop ${consumer}, or choose another line`;
    return fault(check, `it is held by ${consumer}`, fix);
  }
  try {
    const { line, activeLow, bias } = sensor;
    const open = await openLine({ line, activeLow, bias });
    try {
      const level = open.read();
      if (pin?.level !== undefined) return good(check, describe(sensor, pin.level));
      return good(check, wordOf(sensor, level));
    } finally {
      await open.close();
    }
  } catch (error) {
    const says = 'it cannot be opened';
    // Its message names the line, and then the fix.
    const [, ...fix] = error instanceof LineError ? error.message.split(': ') : [];
    return fault(check, says, fix.join(': ') || errorText(error));
  }
}

/** @param isSetByHub the driver gives the line its bias when it takes it */
function judgeBias(sensor: WiredSensor, pin: Pin | undefined, isSetByHub: boolean): Row[] {
  const check = checkOf(sensor);
  const { bias, line } = sensor;
  // Nobody asks for one, so a resistor outside is what counts.
  if (bias === 'none' || isSetByHub) return [];
  if (pin?.bias === undefined) {
    const fix = 'install raspi-utils, whose pinctrl reads it back';
    return [skipped(check, `whether its ${bias} is there cannot be seen`, fix)];
  }
  if (pin.bias === bias) return [good(check, `bias ${bias}, as configured`)];
  const pull = bias === 'pull-up' ? 'pu' : 'pd';
  const fix = `write gpio=${line}=ip,${pull} into /boot/firmware/config.txt, then restart the Pi`;
  return [warning(check, `bias ${pin.bias} where ${bias} is configured`, fix)];
}
