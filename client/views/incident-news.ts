import type { IncidentDetails } from '../../server/protocol.ts';
import { type Sensors, stepWords, tripWords } from '../words/incident.ts';

/**
 * Reads out what was added to an incident since the last look; null when there is nothing to say. What
 * was there at first is on the screen to be read.
 */
export function createNewsReader(): (details: IncidentDetails, sensors: Sensors) => string | null {
  let known: number | null = null;
  return ({ steps, stepsLeftOut }, sensors) => {
    const count = steps.length + stepsLeftOut;
    const before = known;
    known = count;
    if (before === null || count <= before) return null;
    // A restore is no news worth an interruption.
    const last = steps.slice(before).findLast(({ kind }) => kind !== 'restore');
    if (!last) return null;
    return last.kind === 'trip' && last.sensor !== null
      ? `${tripWords(last.sensor, sensors)}.`
      : `${stepWords(last, sensors).title}.`;
  };
}
