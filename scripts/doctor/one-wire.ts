import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from './facts.ts';
import { readText } from './read-text.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = '1-wire';
const busFix =
  'write dtoverlay=w1-gpio into /boot/firmware/config.txt and restart the Pi; the data wire is GPIO4, with 4.7 kΩ to 3.3 V';
const wireFix = 'check its three wires and the 4.7 kΩ resistor from data to 3.3 V';
/** What a DS18B20 holds from power-up until it has measured. */
const powerOnMilli = 85_000;
/** Families of thermometers: DS18S20, DS1822, DS18B20, DS1825, DS28EA00. */
const thermometer = /^(10|22|28|3b|42)-[0-9a-f]{12}$/;

/** The bus, each thermometer that is configured, and such on the bus that are not. */
export async function checkOneWire({ config, root }: Facts): Promise<Row[]> {
  const folder = join(root, 'sys/bus/w1/devices');
  const entries = await readdir(folder).catch(() => undefined);
  const found = entries?.filter(name => thermometer.test(name)) ?? [];
  const isReal = config && !['simulated', 'replay'].includes(config.sensors.driver);
  const wanted = isReal ? config.sensors.list.filter(({ kind }) => kind === 'temperature') : [];
  if (!entries?.some(name => name.startsWith('w1_bus_master'))) {
    if (wanted.length === 0) return [];
    return [fault(check, 'the kernel shows no 1-wire bus', busFix)];
  }
  const rows: Row[] = [];
  for (const { name, device } of wanted) {
    if (device === undefined) continue;
    const label = `thermometer ${name}`;
    rows.push(
      found.includes(device)
        ? // The bus reads one after the other anyway.
          await readOnce(label, device, join(folder, device))
        : fault(label, `${device} is not on the bus`, wireFix),
    );
  }
  const known = new Set(wanted.map(({ device }) => device));
  for (const device of found.filter(name => !known.has(name))) {
    const fix = `to use it: - { id: NAME, kind: temperature, device: ${device} }`;
    rows.push(warning(check, `${device} is on the bus and not configured`, fix));
  }
  return rows.length > 0 ? rows : [good(check, 'the bus is there, with nothing on it')];
}

async function readOnce(label: string, device: string, folder: string): Promise<Row> {
  const { celsius, trouble } = await readThermometer(folder);
  if (celsius !== undefined) return good(label, `${device} says ${celsius.toFixed(1)} °C`);
  return fault(label, `${device} ${trouble}`, wireFix);
}

type Temperature =
  | { celsius: number; trouble?: undefined }
  | { celsius?: undefined; trouble: string };

/** One read, which takes most of a second. A sensor that does not answer is an empty file. */
export async function readThermometer(folder: string): Promise<Temperature> {
  const text = await readText(join(folder, 'w1_slave'));
  if (text === undefined || text === '') return { trouble: 'does not answer' };
  const milli = Number(/t=(-?\d+)/.exec(text)?.[1] ?? Number.NaN);
  if (!/crc=\S+ YES/.test(text) || Number.isNaN(milli)) {
    return { trouble: 'answers with a wrong checksum' };
  }
  if (milli === powerOnMilli) {
    return { trouble: 'says 85 °C, as it does when its supply was too weak to measure' };
  }
  return { celsius: milli / 1000 };
}
