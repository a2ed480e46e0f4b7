import { LineError } from './line.ts';

/** What the kernel calls the chip behind the header: Pi 5, Pi 4, and the Pis before. */
export const headerLabels: readonly string[] = [
  'pinctrl-rp1',
  'pinctrl-bcm2711',
  'pinctrl-bcm2835',
];

/** The header has BCM 0 to 27; the chip has more lines, which drive the board itself. */
const lastHeaderLine = 27;

/** @throws LineError `ERANGE` */
export function checkHeaderLine(line: number): void {
  if (Number.isInteger(line) && line >= 0 && line <= lastHeaderLine) return;
  throw new LineError(
    'ERANGE',
    line,
    `the header has the BCM numbers 0 to ${lastHeaderLine}; give the BCM number (17), not the pin's place (11) or the kernel's number (529)`,
  );
}

/**
 * The chip behind the header. It is known by its label: its number and its base depend on the kernel and on
 * the order of its drivers.
 *
 * @param labels the most wanted first
 * @param where for the message: who showed these chips
 * @throws LineError `ENOCHIP`, or `ERANGE` when the chip has fewer lines
 */
export function pickHeader<Chip extends { label: string; count: number }>(
  line: number,
  chips: readonly Chip[],
  labels: readonly string[],
  where: string,
): Chip {
  const chip = labels
    .map(label => chips.find(each => each.label === label))
    .find(found => found !== undefined);
  if (chip === undefined) {
    const found = chips.map(({ label }) => label).join(', ') || 'no chip at all';
    throw new LineError(
      'ENOCHIP',
      line,
      `no chip of the header's (${labels.join(', ')}) is in ${where}, which has ${found}: is this a Raspberry Pi with its GPIO enabled?`,
    );
  }
  if (line >= chip.count) {
    throw new LineError('ERANGE', line, `${chip.label} has only the lines 0 to ${chip.count - 1}`);
  }
  return chip;
}
