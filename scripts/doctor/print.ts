import type { Row, RowState } from './row.ts';

const marks: Record<RowState, [word: string, colour: number]> = {
  good: ['good', 32],
  warning: ['warning', 33],
  fault: ['FAULT', 31],
  skipped: ['skipped', 90],
};

/** A line each, in columns, with the fix below what is not good. */
export function formatRows(rows: readonly Row[], isColoured: boolean): string {
  const width = Math.max(0, ...rows.map(({ check }) => check.length));
  const paint = (text: string, colour: number) =>
    isColoured ? `\u001b[${colour}m${text}\u001b[0m` : text;
  return rows
    .map(({ check, state, says, fix }) => {
      const [word, colour] = marks[state];
      const line = `${paint(word.padEnd(7), colour)}  ${check.padEnd(width)}  ${says}`;
      return fix === undefined ? `${line}\n` : `${line}\n${' '.repeat(width + 11)}-> ${fix}\n`;
    })
    .join('');
}

export function countStates(rows: readonly Row[]): Record<RowState, number> {
  const counts: Record<RowState, number> = { good: 0, warning: 0, fault: 0, skipped: 0 };
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

/** Such as `2 faults, 1 warning, 31 good, 3 skipped`. */
export function formatCounts({ fault, warning, good, skipped }: Record<RowState, number>): string {
  const many = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${many(fault, 'fault')}, ${many(warning, 'warning')}, ${good} good, ${skipped} skipped`;
}
