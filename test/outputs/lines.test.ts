import { expect, test } from 'vitest';
import type { Config } from '../../server/config/config.ts';
import { outputsOf } from '../../server/outputs/lines.ts';

type Outputs = Config['outputs'];

const door: Outputs['garage'][number] = {
  ...{ id: 'garage', name: 'Garage', relay: 6, activeLow: true, position: 'door' },
  ...{ pulseMs: 500, travel: 30, warn: 5, leftOpen: 0, autoClose: 0 },
};

test('lists every line that is driven: siren, chime, and each door’s relay and warning', () => {
  const outputs: Outputs = {
    siren: { line: 5, activeLow: false },
    chime: { line: 13, activeLow: true, forMs: 300 },
    garage: [
      { ...door, warning: { line: 19, activeLow: false } },
      { ...door, relay: 7 },
    ],
  };
  expect(outputsOf({ outputs })).toEqual([
    { line: 5, activeLow: false },
    { line: 13, activeLow: true },
    { line: 6, activeLow: true },
    { line: 19, activeLow: false },
    { line: 7, activeLow: true },
  ]);
});

test('lists none where none is named', () => {
  expect(outputsOf({ outputs: { garage: [] } })).toEqual([]);
});
