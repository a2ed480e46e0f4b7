import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from './facts.ts';
import { readText } from './read-text.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'card';
const fix = 'copy the card to a new one, or move to an SSD, while it still reads';
const sectorBytes = 512;

/** How worn SD cards and eMMC are, as far as they say so, and how much was written since the boot. */
export async function checkCards({ root }: Facts): Promise<Row[]> {
  const names = await readdir(join(root, 'sys/block')).catch(() => []);
  const cards = names.filter(name => /^mmcblk\d+$/.test(name)).sort();
  return (await Promise.all(cards.map(card => examine(card, root)))).flat();
}

async function examine(card: string, root: string): Promise<Row[]> {
  const read = (file: string) => readText(join(root, 'sys/block', card, 'device', file));
  const [name, date, life, end] = await Promise.all(
    ['name', 'date', 'life_time', 'pre_eol_info'].map(read),
  );
  const made = date === undefined ? '' : `, made ${date}`;
  const written = await describeWritten(card, root);
  const about = `${card} ${name ?? 'of no name'}${made}${written}`;
  // Most SD cards do not say; eMMC does since its fifth version.
  const used = (life ?? '').split(/\s+/).map(Number).filter(Boolean);
  const worst = Math.max(0, ...used);
  const spare = Number(end ?? 0);
  if (worst >= 11 || spare >= 3) return [fault(check, `${about}: it is at its end`, fix)];
  if (worst === 0) return [good(check, `${about}; it does not say how worn it is`)];
  const says = `${about}; up to ${worst * 10} % of its life is used`;
  return [worst >= 9 || spare === 2 ? warning(check, says, fix) : good(check, says)];
}

/** The kernel's counts of `proc/diskstats`, whose tenth field is sectors written. */
async function describeWritten(card: string, root: string): Promise<string> {
  const [stats, uptime] = await Promise.all(
    ['proc/diskstats', 'proc/uptime'].map(file => readText(join(root, file))),
  );
  const fields = stats
    ?.split('\n')
    .map(line => line.trim().split(/\s+/))
    .find(([, , name]) => name === card);
  const gb = (Number(fields?.[9]) * sectorBytes) / 1e9;
  const days = Number.parseFloat(uptime ?? '') / 86_400;
  if (!Number.isFinite(gb) || !(days > 0)) return '';
  // Half an hour says nothing of a day.
  const daily = days < 0.25 ? '' : `, ${(gb / days).toFixed(1)} GB a day`;
  return `; ${gb.toFixed(1)} GB written since the boot${daily}`;
}
