import type { IncidentStep } from '../../server/protocol.ts';

/** What one sensor did in quick succession. */
export interface SensorRow {
  kind: 'sensor';
  sensor: string;
  at: string;
  /** Of the last trip; of the restore when there was no trip. */
  lastAt: string;
  trips: number;
  /** The restore after the last trip; null while there is none. */
  endAt: string | null;
}

export type StepRow = SensorRow | { kind: 'other'; at: string; step: IncidentStep };

/** Longer apart it is told as two things. */
const TOGETHER_MS = 60_000;

/** What people and the alarm do parts what came before from what came after. */
const parting: ReadonlySet<IncidentStep['kind']> = new Set([
  ...(['alarm-over', 'mode', 'acknowledged', 'closed'] as const),
]);

/**
 * An incident's steps, in order, such that hundreds can be read: trips and restores of one sensor that
 * follow each other within a minute are one row, also when other sensors trip in between.
 */
export function stepRows(steps: readonly IncidentStep[]): StepRow[] {
  const rows: StepRow[] = [];
  const running = new Map<string, { row: SensorRow; lastMs: number }>();
  for (const step of steps) {
    const { at, kind, sensor } = step;
    // A trip that has more to say is told by itself.
    const isPlain = kind === 'restore' || (kind === 'trip' && step.detail === '');
    if (!isPlain || sensor === null) {
      if (parting.has(kind)) running.clear();
      rows.push({ kind: 'other', at, step });
      continue;
    }
    const atMs = Date.parse(at);
    const known = running.get(sensor);
    const isTogether = known !== undefined && atMs - known.lastMs <= TOGETHER_MS;
    const row: SensorRow = isTogether
      ? known.row
      : { kind: 'sensor', sensor, at, lastAt: at, trips: 0, endAt: null };
    if (!isTogether) rows.push(row);
    if (kind === 'trip') {
      row.trips += 1;
      row.lastAt = at;
      row.endAt = null;
    } else row.endAt = at;
    running.set(sensor, { row, lastMs: atMs });
  }
  return rows;
}
