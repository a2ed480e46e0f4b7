import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const tracing = '/sys/kernel/tracing';

/** Begins to record, in the kernel itself, all that any program does to any line. */
export function startTrace(): void {
  writeFileSync(join(tracing, 'trace'), '');
  writeFileSync(join(tracing, 'events/gpio/enable'), '1');
}

/**
 * The levels that an output was set to since then, by whomever and however shortly.
 *
 * @param number as sysfs has it
 */
export function levelsSet(number: number): (0 | 1)[] {
  const text = readFileSync(join(tracing, 'trace'), 'utf8');
  const set = text.matchAll(new RegExp(`gpio_value: ${number} set (\\d)`, 'g'));
  return [...set].map(([, level]) => (level === '1' ? 1 : 0));
}
