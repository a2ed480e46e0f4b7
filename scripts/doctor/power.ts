import { join } from 'node:path';
import type { Facts } from './facts.ts';
import { readText } from './read-text.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'power';
const supplyFix =
  'use the official power supply, a short thick cable, and take USB devices off that draw much';
const heatFix = 'give the board air or a heat sink';

/** The firmware's bits: what is now, and what was since the boot; raspberrypi.com, "vcgencmd". */
const bits = { lowNow: 0, slowNow: 2, hotNow: 3, lowSince: 16, slowSince: 18, hotSince: 19 };

/** Whether the supply holds the voltage, and whether the board is slowed down by heat. */
export async function checkPower({ root, run }: Facts): Promise<Row[]> {
  const firmware = join(root, 'sys/devices/platform/soc/soc:firmware/get_throttled');
  const text =
    (await readText(firmware)) ??
    (await run('vcgencmd', ['get_throttled']))?.match(/0x([\da-f]+)/i)?.[1];
  const rows = text === undefined ? [] : [judge(Number.parseInt(text, 16))];
  const heat = await readText(join(root, 'sys/class/thermal/thermal_zone0/temp'));
  if (heat !== undefined) rows.push(judgeHeat(Number(heat) / 1000));
  return rows;
}

function judge(throttled: number): Row {
  const has = (bit: number) => ((throttled >> bit) & 1) === 1;
  if (has(bits.lowNow)) {
    return fault(check, 'the voltage is too low now: the hub may fall at any time', supplyFix);
  }
  if (has(bits.lowSince)) {
    return warning(check, 'the voltage was too low since the boot', supplyFix);
  }
  if (has(bits.hotNow) || has(bits.slowNow)) {
    return warning(check, 'the board is slowed down now', heatFix);
  }
  if (has(bits.hotSince) || has(bits.slowSince)) {
    return warning(check, 'the board was slowed down since the boot', heatFix);
  }
  return good(check, 'the voltage held since the boot');
}

function judgeHeat(celsius: number): Row {
  const says = `the processor has ${celsius.toFixed(0)} °C`;
  return celsius >= 80 ? warning(check, says, heatFix) : good(check, says);
}
