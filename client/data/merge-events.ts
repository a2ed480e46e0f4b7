import type { Event } from '../../server/protocol.ts';

/** Both lists as one, oldest first, each event once; ids of one instant keep their order. */
export function mergeEvents(known: readonly Event[], added: readonly Event[]): Event[] {
  const last = known.at(-1);
  const [only] = added;
  if (added.length === 1 && only && (!last || compareEvents(last, only) < 0))
    return [...known, only];
  const ids = new Set(known.map(event => event.id));
  const merged = [...known];
  for (const event of added) {
    if (ids.has(event.id)) continue;
    ids.add(event.id);
    merged.push(event);
  }
  return merged.sort(compareEvents);
}

export function compareEvents(a: Event, b: Event): number {
  return compareText(a.at, b.at) || compareText(a.id, b.id);
}

/** The hub's times are all of one length and in UTC: as text they sort as instants, and far faster. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
