import type { JournalRow } from '../state/journal.ts';
import type { LevelRecord } from '../state/levels.ts';
import type { AlarmState } from './alarm-state.ts';
import type { Undecided } from './undecided.ts';

/** What one transaction changes, held back until it is on disk. */
export interface Unit {
  rows: JournalRow[];
  levels: Map<string, LevelRecord>;
  alarm: AlarmState;
  isStatusNew: boolean;
  /** There is something to send. */
  hasMessages: boolean;
  undecided: Undecided[];
  /** To be remembered once it is on disk: what is tried again must be told again. */
  afterwards: (() => void)[];
}

export function createUnit(alarm: AlarmState): Unit {
  return {
    rows: [],
    levels: new Map(),
    alarm,
    isStatusNew: false,
    hasMessages: false,
    undecided: [],
    afterwards: [],
  };
}
