import type { SensorKind } from '../../server/protocol.ts';
import type { Episode } from '../data/pair-events.ts';
import { durationWords } from './duration.ts';

/** Where an episode without an end is seen from. */
export interface DayContext {
  isToday: boolean;
  /** The sensor still says so now: while the mode was off, a reset went by unrecorded. */
  isStillSo: boolean;
}

/** "Front door opened", "Hall motion", "Garage closed". */
export function episodeTitle(episode: Episode, name: string, kind: SensorKind): string {
  if (kind === 'motion') return /motion|movement/i.test(name) ? name : `${name} motion`;
  if (kind === 'temperature') return `${name} out of its limits`;
  return episode.startAt === null ? `${name} closed` : `${name} opened`;
}

/** Said of an episode whose times may be wrong, in place of a bare time. */
export const doubtWords = (time: string) => `about ${time}, the hub’s clock was not set`;

/** "for 18 s", "still open", "open since before midnight". */
export function episodeDetail(episode: Episode, kind: SensorKind, context: DayContext): string {
  const isContact = kind === 'contact';
  switch (episode.ending) {
    case 'reset':
      return `for ${durationWords(Date.parse(episode.endAt ?? '') - Date.parse(episode.startAt ?? ''))}`;
    case 'open':
      if (!context.isToday) return isContact ? 'still open at midnight' : 'went on past midnight';
      if (!context.isStillSo) return unrecordedEnd(isContact);
      return isContact ? 'still open' : 'still going on';
    case 'before':
      return isContact ? 'open since before midnight' : 'went on since before midnight';
    case 'lost':
      return unrecordedEnd(isContact);
    case 'unseen':
      return isContact ? 'opening was not recorded' : 'its start was not recorded';
  }
}

function unrecordedEnd(isContact: boolean): string {
  return isContact ? 'closing was not recorded' : 'its end was not recorded';
}
