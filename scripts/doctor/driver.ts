import { join } from 'node:path';
import { errorText } from '../../server/errors.ts';
import { type Choice, chooseDriver, readGpioFacts } from '../../server/gpio/choose-driver.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'driver';

/** By which way the hub reaches the lines, and whether it may. */
export async function checkDriver(facts: Facts): Promise<Row[]> {
  const { config } = facts;
  if (!config) return [];
  const { driver } = config.sensors;
  if (driver === 'simulated' || driver === 'replay') {
    const fix = 'set sensors.driver to auto once the wires are there';
    return [warning(check, `${driver}: no real sensor is watched`, fix)];
  }
  try {
    const choice = await chooseHere(facts);
    if (driver === 'auto') return [good(check, `auto takes ${choice.driver}: ${choice.why}`)];
    if (driver === choice.driver) return [good(check, `${driver}, as auto would take`)];
    if (driver === 'onoff') return [await judgeOnoff(facts)];
    return [fault(check, `gpiod: ${choice.why}`, 'sudo apt-get install gpiod, or set auto')];
  } catch (error) {
    const fix = 'on a Pi: sudo apt-get install gpiod, and sudo usermod -aG gpio USER';
    return [fault(check, errorText(error), fix)];
  }
}

/** The way that would be chosen; undefined without a header. */
export async function takenDriver(facts: Facts): Promise<Choice['driver'] | undefined> {
  const driver = facts.config?.sensors.driver;
  if (driver === 'onoff' || driver === 'gpiod') return driver;
  return chooseHere(facts).then(
    choice => choice.driver,
    () => undefined,
  );
}

const lookHere = ({ root, environment }: Facts) =>
  readGpioFacts({
    environment,
    dev: join(root, 'dev'),
    sysfs: { root: join(root, 'sys/class/gpio') },
  });

/** @throws Refusal when neither way is open */
async function chooseHere(facts: Facts): Promise<Choice> {
  return chooseDriver(await lookHere(facts));
}

/** It was named although gpiod could be taken as well. */
async function judgeOnoff(facts: Facts): Promise<Row> {
  const { sysfs } = await lookHere(facts);
  if (sysfs === 'usable') return good(check, 'onoff, by the kernel’s GPIO files');
  const says = sysfs === 'denied' ? 'this user may not use' : 'there is no';
  return fault(check, `onoff: ${says} /sys/class/gpio`, 'set sensors.driver to auto');
}
