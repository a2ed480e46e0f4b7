import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StepRow, stepRows } from '../../client/data/step-rows.ts';
import type { IncidentStep } from '../../server/protocol.ts';

function step(second: number, kind: IncidentStep['kind'], sensor: string | null = null) {
  const at = new Date(Date.UTC(2026, 10, 24, 1) + second * 1000).toISOString();
  return { at, kind, sensor, by: null, detail: '' };
}

const shape = (rows: StepRow[]) =>
  rows.map(row => (row.kind === 'sensor' ? `${row.sensor} ${row.trips}` : row.step.kind));

describe('what happened in an incident', () => {
  it('is a row for each sensor that trips and restores in quick succession', () => {
    const chatter = Array.from({ length: 250 }, (_, index) => [
      step(index, 'trip', 'hall'),
      step(index + 0.5, 'restore', 'hall'),
      step(index + 0.6, 'trip', 'door'),
    ]).flat();
    expect(shape(stepRows(chatter))).toEqual(['hall 250', 'door 250']);
  });

  it('starts a new row after a minute, and for what came after somebody did something', () => {
    const rows = stepRows([
      step(0, 'trip', 'door'),
      step(5, 'restore', 'door'),
      step(80, 'trip', 'door'),
      step(85, 'trip', 'hall'),
      step(85, 'confirmed', 'hall'),
      step(90, 'restore', 'door'),
      step(95, 'acknowledged'),
      step(99, 'trip', 'door'),
      step(200, 'restore', 'hall'),
    ]);
    expect(shape(rows)).toEqual([
      ...['door 1', 'door 1', 'hall 1', 'confirmed', 'acknowledged', 'door 1', 'hall 0'],
    ]);
    expect(rows[0]).toMatchObject({ endAt: step(5, 'restore').at });
    expect(rows[1]).toMatchObject({ endAt: step(90, 'restore').at });
  });

  it('tells a trip that has more to say by itself', () => {
    const heard = { ...step(0, 'trip', 'door'), detail: 'heard' };
    expect(shape(stepRows([heard, step(5, 'trip', 'door')]))).toEqual(['trip', 'door 1']);
  });

  it('loses no trip and keeps the order, whatever happens', () => {
    const steps = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 90 }),
        kind: fc.constantFrom<IncidentStep['kind']>('trip', 'restore', 'mode', 'confirmed'),
        sensor: fc.constantFrom('door', 'hall', 'gate'),
      }),
    );
    fc.assert(
      fc.property(steps, list => {
        let second = 0;
        const all = list.map(({ gap, kind, sensor }) => {
          second += gap;
          return step(second, kind, sensor);
        });
        const rows = stepRows(all);
        const trips = rows.reduce((sum, row) => sum + (row.kind === 'sensor' ? row.trips : 0), 0);
        expect(trips).toBe(all.filter(({ kind }) => kind === 'trip').length);
        expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort());
      }),
    );
  });
});
