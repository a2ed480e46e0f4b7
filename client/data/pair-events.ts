import type { Event, Mode } from '../../server/protocol.ts';
import { compareEvents } from './merge-events.ts';

/**
 * How a trigger ended within the list:
 * `reset`, its reset followed; `open`, nothing followed; `lost`, the next trigger came first, so its
 * reset was never recorded; `before`, the list begins with the reset, the trigger is older than the
 * list; `unseen`, a reset without a trigger in the middle of the list (nothing was recorded).
 */
export type Ending = 'reset' | 'open' | 'lost' | 'before' | 'unseen';

export interface Episode {
  /** The id of its first event. */
  id: string;
  sensor: string;
  ending: Ending;
  /** Trigger; null if it is not in the list. */
  startAt: string | null;
  /** Reset; null if it is not in the list. */
  endAt: string | null;
  mode: Mode;
  /** One of its times is of a clock that was not set. */
  isDoubtful: boolean;
}

/** Pairs each trigger with its reset, sensor by sensor; the episode that began last comes first. */
export function pairEvents(events: readonly Event[]): Episode[] {
  const episodes: Episode[] = [];
  const running = new Map<string, Episode>();
  const known = new Set<string>();

  for (const event of [...events].sort(compareEvents)) {
    const current = running.get(event.sensor);
    if (event.kind === 'trigger') {
      if (current) current.ending = 'lost';
      const episode = begin(event);
      episodes.push(episode);
      running.set(event.sensor, episode);
    } else if (current) {
      current.ending = 'reset';
      current.endAt = event.at;
      current.isDoubtful ||= event.doubtful === true;
      running.delete(event.sensor);
    } else {
      episodes.push(endOnly(event, known.has(event.sensor) ? 'unseen' : 'before'));
    }
    known.add(event.sensor);
  }
  return episodes.reverse();
}

/** Pairs again only when the list is another: thousands of events are paired once, not at each frame. */
export function createPairing(): (events: readonly Event[]) => readonly Episode[] {
  let of: readonly Event[] = [];
  let episodes: readonly Episode[] = [];
  return events => {
    if (events !== of) {
      of = events;
      episodes = pairEvents(events);
    }
    return episodes;
  };
}

function begin(event: Event): Episode {
  const { id, sensor, mode, doubtful } = event;
  const isDoubtful = doubtful === true;
  return { id, sensor, mode, isDoubtful, ending: 'open', startAt: event.at, endAt: null };
}

function endOnly(event: Event, ending: 'before' | 'unseen'): Episode {
  const { id, sensor, mode, doubtful } = event;
  const isDoubtful = doubtful === true;
  return { id, sensor, mode, isDoubtful, ending, startAt: null, endAt: event.at };
}
