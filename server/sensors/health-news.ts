import type { Audience, Telling } from '../alarm/alerting-state.ts';
import type { Clock } from '../clock.ts';
import { tellingOf, type Words } from '../notify/tellings.ts';
import type { SensorHealth } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';

type Bad = Exclude<SensorHealth, 'good' | 'fault'>;

export interface HealthNewsRooms {
  documents: Documents;
  clock: Clock;
  site: string;
  audience(wall: number): Audience;
  tell(code: string, telling: Telling): void;
}

/** Gathers sensors that turned bad into one notice a day. */
export interface HealthNews {
  /** A sensor turned bad; it is told of if it still is when the next notice is due. */
  add(key: string): void;
  /**
   * Tells, once a day at most.
   *
   * @param elapsedMs since the look before, on the steady clock
   * @param find what a sensor is like now; undefined when it is well, or there is none
   */
  look(elapsedMs: number, find: (key: string) => { name: string; health: Bad } | undefined): void;
  save(): void;
}

const documentKey = 'health-news';
const dayMs = 24 * 3_600_000;

/**
 * Sensors that are out of order are no emergency: they cost no text message, not even where nothing but
 * text messages is set up, for then they would use up what an alarm needs. The log has the notice all the
 * same.
 */
export function createHealthNews(rooms: HealthNewsRooms): HealthNews {
  const { documents, clock, site, audience, tell } = rooms;
  const body = documents.read(documentKey);
  // Only the hub writes it.
  const known: { sinceMs: number; waiting: string[] } =
    body === undefined ? { sinceMs: dayMs, waiting: [] } : JSON.parse(body);
  const waiting = new Set(known.waiting);
  /** Since the last notice, counted while the hub runs: no clock that is set brings two in one day. */
  let { sinceMs } = known;

  function save(): void {
    documents.write(documentKey, JSON.stringify({ sinceMs, waiting: [...waiting] }));
  }

  return {
    add: key => void waiting.add(key),
    look(elapsedMs, find) {
      sinceMs = Math.min(dayMs, sinceMs + Math.max(0, elapsedMs));
      if (waiting.size === 0 || sinceMs < dayMs) return;
      const bad = [...waiting].flatMap(key => find(key) ?? []);
      waiting.clear();
      if (bad.length > 0) sinceMs = 0;
      // On disk before it is told: a restart must not tell it again.
      save();
      if (bad.length === 0) return;
      const at = clock.wall();
      tell('sensor-health', { ...tellingOf(healthWords(site, bad), audience(at), at), sms: [] });
    },
    save,
  };
}

const kinds: readonly { health: Bad; title: string; head: string; advice: string }[] = [
  {
    ...{ health: 'silent', title: 'has gone quiet', head: 'Gone quiet' },
    advice: 'Nothing came of it for far longer than ever: try it, and check its battery and wire.',
  },
  {
    ...{ health: 'stuck', title: 'does not go back', head: 'Does not go back' },
    advice: 'It is open, or sees motion, for far longer than ever: check it.',
  },
  {
    ...{ health: 'chattering', title: 'is chattering', head: 'Chattering' },
    advice: 'It comes and goes faster than a door can: check its contact and its wire.',
  },
];

function healthWords(site: string, bad: readonly { name: string; health: Bad }[]): Words {
  const found = kinds.flatMap(kind => {
    const names = bad.filter(({ health }) => health === kind.health).map(({ name }) => name);
    return names.length > 0 ? [{ ...kind, names }] : [];
  });
  const [first] = found;
  const isOne = bad.length === 1 && first !== undefined;
  const title = isOne
    ? `${first.names[0]} ${first.title}`
    : `${bad.length} sensors need to be looked at`;
  const body = isOne
    ? first.advice
    : found.map(({ head, names }) => `${head}: ${names.join(', ')}.`).join(' ');
  return { title, text: `${site}: ${title}. ${body}`, body, isUrgent: false };
}
