import type { By } from '../protocol.ts';
import type { Reading } from '../sensors/reading.ts';
import type { Entry } from '../state/journal.ts';

/** A reading whose decision failed by a mistake of the hub's. */
export interface Undecided {
  reading: Reading;
  error: unknown;
}

/** For the audit: the family must know of what the alarm did not judge. */
export function undecidedEntry(
  name: string,
  { value, at }: Reading,
  newId: (at: number) => string,
  now: number,
): Entry {
  const by: By = { name: 'hub', via: 'hub' };
  const when = new Date(at).toISOString();
  const detail = `${name} was ${value} at ${when}, and by a mistake the alarm did not judge it`;
  return { id: newId(now), at: now, topic: 'audit', kind: 'undecided', body: { by, detail } };
}
