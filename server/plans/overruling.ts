import type { Bus } from '../bus.ts';
import type { By, Profile } from '../protocol.ts';
import type { JournalRow } from '../state/journal.ts';
import type { PlanMemory } from './memory.ts';
import { type ArmRooms, tellPhones } from './steps.ts';
import { overruledWords } from './words.ts';

interface Rooms extends ArmRooms {
  bus: Bus;
  audit(by: By, action: string, detail: string): void;
}

/**
 * Takes back what is to be armed later when somebody arms by hand, who has decided otherwise. Disarming, or
 * leaving one more door out, says nothing of later. It is on record, and whoever set it is told: they rely
 * on it.
 *
 * @returns told of what was journaled, after it counts
 */
export function createOverruling(
  memory: PlanMemory,
  rooms: Rooms,
): (rows: readonly JournalRow[]) => void {
  const { site, bus, controller, timeOfDay, audit } = rooms;
  let armed = armedNow();

  /** In which profile it is armed, or arming; null when it is not. */
  function armedNow(): Profile | null {
    const { mode, profile } = controller().alarm;
    return mode === 'alert' ? profile : null;
  }

  function overrule(by: By, profile: Profile): void {
    const later = memory.later();
    if (!later) return;
    memory.setLater(null);
    const due = timeOfDay(later.at);
    audit(by, 'later', `arming now took back that ${later.profile} is armed at ${due}`);
    const words = overruledWords(site, due, later.profile, profile, by.name);
    // Whoever armed sees it on the screen.
    if (later.by.name !== by.name) tellPhones('later-overruled', words, '/', rooms, later.by.name);
    bus.emit('status', undefined);
  }

  return rows => {
    const before = armed;
    armed = armedNow();
    const by = rows.map(armerOf).find(found => found !== undefined);
    if (by && armed !== null && armed !== before) overrule(by, armed);
  };
}

/** Who gave a command for a mode by hand; undefined for anything else on record. */
function armerOf({ topic, kind, body }: JournalRow): By | undefined {
  if (topic !== 'audit' || kind !== 'mode') return undefined;
  const { by }: { by: By } = JSON.parse(body);
  return by.via === 'hub' ? undefined : by;
}
