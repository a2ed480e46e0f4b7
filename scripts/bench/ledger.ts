import { events, type Row, temperatures } from './store.ts';

/** A line of a recording, as the hub reads them. */
export interface Line {
  at: string;
  sensor: string;
  kind: 'contact' | 'motion' | 'temperature';
  value: string | number;
}

/** What a recording must leave in the history, worked out with nothing of the hub's. */
export interface Ledger {
  take(line: Line): void;
  /** Rows that must be there. */
  count(): number;
  /** Strikes a row of the history off. Call `balance` after the last. */
  strike(table: string, row: Row): void;
  /** Rows that should be there and are not; rows that are there once too often. */
  balance(): { lost: number; doubled: number };
}

export function createLedger(): Ledger {
  const last = new Map<string, string | number>();
  const owed = new Map<string, number>();
  let count = 0;

  function add(key: string, number: number): void {
    const sum = (owed.get(key) ?? 0) + number;
    if (sum === 0) owed.delete(key);
    else owed.set(key, sum);
  }

  return {
    take({ at, sensor, kind, value }) {
      const source = `${kind} ${sensor}`;
      const before = last.get(source);
      if (before === value) return;
      last.set(source, value);
      const isTrigger = value === 'open' || value === 'active';
      // The first level of a sensor at rest is where it starts, not something that happened.
      if (before === undefined && kind !== 'temperature' && !isTrigger) return;
      const what = kind === 'temperature' ? value : isTrigger ? 'trigger' : 'reset';
      add(`${Date.parse(at)} ${sensor} ${what}`, 1);
      count++;
    },
    count: () => count,
    strike(table, row) {
      const [, at, , sensor, what] = row;
      if (table !== events.name && table !== temperatures.name) throw new Error(table);
      add(`${at} ${sensor} ${what}`, -1);
    },
    balance() {
      let lost = 0;
      let doubled = 0;
      for (const number of owed.values()) {
        if (number > 0) lost += number;
        else doubled -= number;
      }
      return { lost, doubled };
    },
  };
}
