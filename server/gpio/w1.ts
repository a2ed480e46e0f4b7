import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorText } from '../errors.ts';
import { type ReadThermometer, ThermometerError } from './thermometer.ts';

const wiring = 'check its three wires, and the pull-up resistor (4.7 kΩ between data and 3.3 V)';
const noBus =
  'there is no 1-wire bus: write dtoverlay=w1-gpio into /boot/firmware/config.txt and restart the Pi';

/**
 * Thermometers of the 1-wire bus, by the kernel's own driver (w1_therm).
 *
 * @param root where the kernel shows the bus
 */
export function createW1Reader(root = '/sys/bus/w1/devices'): ReadThermometer {
  return async device => {
    const folder = join(root, device);
    const text = await readMillidegrees(folder).catch((error: unknown) => explain(error, device));
    // What the kernel could not read, or could not believe, it shows as an empty file.
    if (text === '') throw new ThermometerError(device, `it does not answer: ${wiring}`);
    if (!/^-?\d+$/.test(text)) {
      throw new ThermometerError(
        device,
        `its checksum is wrong, or it answers nonsense: ${wiring}`,
      );
    }
    return Number(text) / 1000;
  };

  async function explain(error: unknown, device: string): Promise<never> {
    const cause = { cause: error };
    if (errorCode(error) === 'ENOENT') {
      const isThere = (await readdir(root).catch(() => [])).length > 0;
      const found = isThere ? `it is not on the bus: ${wiring}, and its name` : noBus;
      throw new ThermometerError(device, found, cause);
    }
    throw new ThermometerError(device, `${errorText(error)}: ${wiring}`, cause);
  }
}

/** An old kernel has no file of its own for the temperature. */
async function readMillidegrees(folder: string): Promise<string> {
  try {
    return (await readFile(join(folder, 'temperature'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return fromSlave(await readFile(join(folder, 'w1_slave'), 'utf8'));
  }
}

/** Two lines: `… : crc=57 YES`, and `… t=21625`. */
function fromSlave(text: string): string {
  if (text.trim() === '') return '';
  return /crc=[0-9a-f]{2} YES\s.*\bt=(-?\d+)/s.exec(text)?.[1] ?? 'NO';
}
