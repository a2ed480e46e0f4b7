export type RowState = 'good' | 'warning' | 'fault' | 'skipped';

/** What one look at one thing found. */
export interface Row {
  /** What was looked at, such as `line 17 Front door`. */
  check: string;
  state: RowState;
  says: string;
  /** What to do; every row that is not good has one. */
  fix?: string;
}

export const good = (check: string, says: string): Row => ({ check, state: 'good', says });

export const warning = (check: string, says: string, fix: string): Row => ({
  ...{ check, state: 'warning', says, fix },
});

export const fault = (check: string, says: string, fix: string): Row => ({
  ...{ check, state: 'fault', says, fix },
});

/** It could not be looked at, or there is nothing to look at; that says nothing against it. */
export const skipped = (check: string, says: string, fix: string): Row => ({
  ...{ check, state: 'skipped', says, fix },
});
