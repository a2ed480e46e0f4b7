import type { ReplayReport } from '../protocol.ts';
import type { Incident } from './alarm-state.ts';
import type { ReplayedAlarm } from './replay-rules.ts';

/** What somebody said of an incident: it was real. */
export type RealIncident = Pick<Incident, 'id' | 'openedAt' | 'trips'>;

const listed = 50;
const toIso = (at: number) => new Date(at).toISOString();

/**
 * What two plays of one past differ in. Two alarms are the same one when they are of one incident, or when
 * one is raised while the other lasts: a delay, or a second pulse, only moves it.
 *
 * @param durationMs how long an alarm lasts, by which a real incident is found again
 */
export function compareAlarms(
  before: readonly ReplayedAlarm[],
  after: readonly ReplayedAlarm[],
  real: readonly RealIncident[],
  durationMs: number,
): Pick<ReplayReport, 'before' | 'after' | 'real' | 'differences'> {
  const onlyBefore = without(before, after).map(alarm => tell(alarm, 'before'));
  const onlyAfter = without(after, before).map(alarm => tell(alarm, 'after'));
  const lost = real.filter(incident => {
    const { id, openedAt, trips } = incident;
    const from = Math.min(openedAt, ...trips.map(({ at }) => at));
    const span = [{ id, from, at: openedAt, until: openedAt + durationMs }];
    const isRaised = (alarms: readonly ReplayedAlarm[]) => without(span, alarms).length === 0;
    return isRaised(before) && !isRaised(after);
  });
  return {
    before: before.length,
    after: after.length,
    real: {
      known: real.length,
      lost: lost.map(({ openedAt, trips }) => ({
        at: toIso(openedAt),
        sensors: trips.map(({ sensor }) => sensor),
      })),
    },
    differences: [...onlyBefore, ...onlyAfter]
      .sort((a, b) => b.at - a.at)
      .slice(0, listed)
      .map(({ at, ...rest }) => ({ at: toIso(at), ...rest })),
  };
}

type Span = Pick<ReplayedAlarm, 'id' | 'from' | 'at' | 'until'>;

/** Those of `alarms` that have no like among `others`, which are in order of time. */
function without<Alarm extends Span>(alarms: readonly Alarm[], others: readonly Span[]): Alarm[] {
  const ids = new Set(others.map(({ id }) => id));
  let next = 0;
  const ordered = alarms.toSorted((a, b) => a.from - b.from);
  return ordered.filter(({ id, from, until }) => {
    while (next < others.length && (others[next]?.until ?? 0) < from) next += 1;
    const other = others[next];
    const isMet = other !== undefined && other.from <= until;
    return !ids.has(id) && !isMet;
  });
}

function tell({ at, sensors }: ReplayedAlarm, isRaised: 'before' | 'after') {
  return { at, sensors, isRaised };
}
