import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { AlarmEffect } from '../../server/alarm/alarm-decision.ts';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import type { AlarmState } from '../../server/alarm/alarm-state.ts';
import type { Profile } from '../../server/protocol.ts';
import { houseRules, playHouse, reportsOf, zoneOf, zones } from './play-house.ts';

/**
 * Any order of doors, people, time, restarts and crashes. Sequences are numbers: made by the hundred thousand,
 * and still shrunk to the few steps that matter.
 */
const sequences = Number(process.env.ALARM_SEQUENCES ?? 100_000);

type House = ReturnType<typeof playHouse>;

interface Kind {
  name: string;
  /** A person asked for it, so the mode may be another. */
  isByPerson?: boolean;
  /** Several decisions in one: what lies between them is judged by other steps. */
  isLong?: boolean;
  play(house: House, argument: number): void;
}

const sensorOf = (argument: number) => zones[argument % zones.length]?.sensor ?? 'front';
const profileOf = (argument: number) =>
  (['away', 'night', 'home'] as const)[argument % 3] ?? 'away';
/** Moments at which something ends, and the moments beside them. */
const pauses = [
  0, 1, 999, 4999, 5000, 15_000, 20_000, 29_999, 30_000, 30_001, 60_000, 120_000, 300_000,
  7_200_000,
];
const pauseOf = (argument: number) => pauses[argument % pauses.length] ?? 0;

const kinds: Kind[] = [
  { name: 'opens', play: (house, argument) => house.open(sensorOf(argument)) },
  { name: 'closes', play: (house, argument) => house.close(sensorOf(argument)) },
  { name: 'trips', isLong: true, play: (house, argument) => house.trip(sensorOf(argument)) },
  { name: 'fails', play: (house, argument) => house.set(sensorOf(argument), 'fault') },
  { name: 'passes', isLong: true, play: (house, argument) => house.pass(pauseOf(argument)) },
  {
    name: 'arms',
    isByPerson: true,
    play(house, argument) {
      const profile = profileOf(argument);
      const { exitMs } = house.rules.delays[profile];
      const isAtOnce = argument % 5 === 0;
      const against = house.blockers(profile, exitMs > 0 && !isAtOnce);
      // As a person is asked: left out by name, or not armed.
      if (against.length > 0 && argument % 2 === 0) return;
      house.arm(profile, argument % 7 === 0 ? [...against, 'laundry'] : against, isAtOnce);
    },
  },
  {
    name: 'disarms',
    isByPerson: true,
    play: (house, argument) => house.disarm(argument % 2 ? 'off' : 'monitor'),
  },
  {
    name: 'sees',
    play: house => void house.give({ type: 'acknowledge', by: { name: 'Tom', via: 'totp' } }),
  },
  {
    name: 'calls',
    play: house =>
      void house.give({
        type: 'panic',
        id: `panic-${house.steady}`,
        by: { name: 'Tom', via: 'totp' },
      }),
  },
  {
    name: 'cancels',
    isByPerson: true,
    play: house => void house.give({ type: 'cancel', by: { name: 'Tom', via: 'totp' } }),
  },
  {
    name: 'schedules',
    // By the hub, which never disarms, and gives no time to leave where it is armed already.
    play(house, argument) {
      const profile = profileOf(argument);
      if (house.state.mode === 'alert' || house.blockers(profile, true).length > 0) return;
      const by = { name: 'schedule', via: 'hub' as const };
      house.give({ type: 'command', mode: 'alert', profile, bypass: [], by });
    },
  },
  {
    name: 'practises',
    play(house, argument) {
      const until = argument % 3 === 0 ? null : house.steady + 600_000;
      house.give({ type: 'practice', until, by: { name: 'Tom', via: 'totp' } });
    },
  },
  {
    name: 'crashes',
    isLong: true,
    // In the middle of a decision: what it decided is not on disk, and neither is what it saw.
    play: (house, argument) => house.crash(() => house.open(sensorOf(argument))),
  },
  {
    name: 'restarts',
    isLong: true,
    play(house, argument) {
      const meanwhile = () => house.move(sensorOf(argument), argument % 2 ? 'open' : 'closed');
      house.restart({ offMs: pauseOf(argument), isClockTrusted: argument % 4 !== 0, meanwhile });
    },
  },
];

const anyStep = fc.nat({ max: kinds.length * 64 - 1 });
const anyRules = fc.constantFrom(
  houseRules(),
  houseRules({ exitDelay: 60, entryDelay: 30 }),
  houseRules({ exitDelay: 60, entryDelay: 30, confirmTrips: 3, finalDoor: 0 }),
  houseRules({ entryDelay: 30, delays: { night: { exit: 45, entry: 0 } }, confirmWindow: 0 }),
);

/** Plain, because it is asked millions of times. */
function must(isSo: boolean, words: string): void {
  if (!isSo) throw new Error(words);
}

interface Played {
  kind: Kind;
  before: AlarmState;
  after: AlarmState;
  effects: readonly AlarmEffect[];
  house: House;
  /** On the steady clock, when the step began. */
  startedAt: number;
}

const isArmed = ({ mode, phase }: AlarmState) => mode === 'alert' && phase !== 'arming';
const isOpen = ({ incident }: AlarmState) => incident?.closedAt === null;

/** What holds after each step, whatever came before. */
function check(played: Played): void {
  checkMode(played);
  checkShape(played);
  checkTelling(played);
  checkTrip(played);
}

function checkMode({ kind, before, after, house, startedAt }: Played): void {
  // Only a person leaves ALERT. What is not armed yet may turn out not to be, and is then what it was.
  if (isArmed(before) && !kind.isByPerson) must(after.mode === 'alert', 'nobody has disarmed it');
  if (before.mode !== 'alert' && !kind.isByPerson && kind.name !== 'schedules') {
    must(after.mode === before.mode, 'nobody has asked for another mode');
  }
  // Time to disarm is never given back, and neither is time to leave but by the door that may do so.
  const isSameEntry = before.entry !== null && before.entry.id === after.entry?.id;
  const isSameExit = before.exit !== null && after.exit !== null && !kind.isByPerson;
  const isAnew = after.exit?.isExtended === true && before.exit?.isExtended === false;
  if (isSameEntry || (isSameExit && !isAnew)) {
    const left = (state: AlarmState, now: number) => (state.deadline ?? 0) - now;
    // A clock that is wrong after a start cannot say what is left: of leaving it is all of it at the most.
    const most = isSameExit && kind.name === 'restarts' ? (before.exit?.delayMs ?? 0) : 0;
    const was = Math.max(most, left(before, startedAt));
    must(left(after, house.steady) <= was, 'a delay grew');
  }
  if (before.practice && after.practice && kind.name !== 'practises') {
    const left = (until: number, now: number) => until - now;
    const was = left(before.practice.until, startedAt);
    must(left(after.practice.until, house.steady) <= Math.max(was, 600_000), 'a practice grew');
  }
  // And it is not taken away, but by what may be given none.
  const isOver = kind.isLong || kind.isByPerson || kind.name === 'calls';
  if (before.entry && !isOver && after.phase !== 'pending') {
    must(after.phase === 'triggered', 'an entry came to nothing');
  }
}

function checkShape({ kind, before, after, house }: Played): void {
  const { phase, mode } = after;
  must((phase === 'disarmed') === (mode !== 'alert'), 'disarmed is the phase of OFF and MONITOR');
  must((after.profile === null) === (mode !== 'alert'), 'a profile is of ALERT');
  must((after.exit !== null) === (phase === 'arming'), 'an exit is of ARMING');
  must((after.entry !== null) === (phase === 'pending'), 'an entry is of PENDING');
  const isTimed = phase === 'arming' || phase === 'pending' || phase === 'triggered';
  must((after.deadline !== null) === isTimed, 'a deadline is of what ends');
  must(phase !== 'triggered' || isOpen(after), 'an alarm has an incident');
  must(mode === 'alert' || after.bypassed.length === 0, 'a bypass ends with ALERT');
  if (kind.name === 'passes' && after.deadline !== null) {
    must(after.deadline > house.steady, 'what is due was left lying');
  }
  // Whoever is not stopped in time is told of, whatever is going on by then.
  const isLate = (before.deadline ?? Number.POSITIVE_INFINITY) <= house.steady;
  if (kind.name === 'passes' && before.entry && isLate) {
    const first = before.entry.trips[0]?.sensor ?? '';
    const isKnown = after.incident?.trips.some(({ sensor }) => sensor === first) ?? false;
    must(isKnown, 'an entry ended without an alarm');
  }
  // Small, however long it goes on: it is written with every decision.
  const trips = after.incident?.trips.length ?? 0;
  must(after.heard.length <= zones.length && trips <= zones.length, 'the state grows');
}

/** No zone is left out without a word, and nothing of a practice is sent. */
function checkTelling({ kind, before, after, effects }: Played): void {
  const isNew = after.bypassed.some(({ sensor }) => !isLeftOut(before, sensor));
  const isArming = after.phase === 'arming';
  if (after.mode === 'alert' && !isArming && (isNew || before.phase === 'arming')) {
    const reports = reportsOf(effects);
    const named = reports.flatMap(report => (report.kind === 'armed' ? report.bypassed : []));
    const isBackAgain = reports.some(({ kind: what }) => what === 'not-armed');
    for (const { sensor } of isBackAgain ? [] : after.bypassed) {
      must(
        named.some(bypass => bypass.sensor === sensor),
        `${sensor} is left out and not in the armed message`,
      );
    }
  }
  const isLonger = kind.name === 'practises' && after.practice !== before.practice;
  const isSaid = reportsOf(effects).some(report => report.kind === 'practice');
  must(!isLonger || isSaid, 'a practice began, or was made longer, without a word');
  if (!before.practice || !after.practice) return;
  for (const effect of effects) {
    const isSent = effect.type === 'alert' || effect.type === 'cap-reached';
    must(!isSent || effect.isPractice === true, 'a practice is sent outside');
  }
}

const isLeftOut = ({ bypassed }: AlarmState, id: string) =>
  bypassed.some(({ sensor }) => sensor === id);

/** How often a sensor tripped in what is going on. */
function countOf(state: AlarmState, id: string): number {
  const of = (trips: readonly { sensor: string; count: number }[]) =>
    trips.find(({ sensor }) => sensor === id)?.count ?? 0;
  return of((isOpen(state) && state.incident?.trips) || []) + of(state.entry?.trips ?? []);
}

/** What the family is promised, said once more in other words than the alarm's own. */
function mustWatch(state: AlarmState, zone: Zone): boolean {
  if (zone.kind === 'chime' || isLeftOut(state, zone.sensor)) return false;
  if (zone.kind === '24-hour') return true;
  const isIn = (profile: Profile | null) => profile !== null && zone.profiles.includes(profile);
  if (isArmed(state)) return isIn(state.profile);
  // Whoever leaves a house that was armed opens the way out alone.
  const before = state.exit?.before;
  if (before?.mode !== 'alert' || zone.kind === 'delay' || zone.kind === 'follower') return false;
  return isIn(before.profile) && !before.bypassed.some(({ sensor }) => sensor === zone.sensor);
}

/** A trip of what is watched counts, exactly once; a trip of what is not counts nowhere. */
function checkTrip({ kind, before, after, house }: Played): void {
  const zone = zoneOf.get(house.lastMoved);
  if (kind.name !== 'opens' || !zone || !house.hasTripped) return;
  if (!mustWatch(before, zone)) {
    must(after.phase === before.phase, `${zone.sensor} is not watched, and did something`);
    must(after.incident === before.incident, `${zone.sensor} is not watched, and was noted`);
    return;
  }
  if (zone.isGroupOnly || zone.pulses) return;
  const count = countOf(after, zone.sensor) - countOf(before, zone.sensor);
  must(count === 1, `a trip of ${zone.sensor} counted ${count} times`);
  if (zone.kind === 'instant' && isArmed(before)) {
    must(after.phase === 'triggered', 'an instant zone was given time');
  }
  if (zone.kind === '24-hour') must(isOpen(after), 'a 24-hour zone raised nothing');
}

describe('the alarm, in any order of events, restarts and crashes', () => {
  it(`keeps its promises in ${sequences} sequences`, { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(anyRules, fc.array(anyStep, { minLength: 2, maxLength: 24 }), (rules, steps) => {
        const house = playHouse(rules);
        for (const step of steps) {
          const kind = kinds[step % kinds.length];
          if (!kind) continue;
          const before = house.state;
          const startedAt = house.steady;
          kind.play(house, Math.floor(step / kinds.length));
          check({
            kind,
            before,
            after: house.state,
            effects: house.takeEffects(),
            house,
            startedAt,
          });
        }
      }),
      { numRuns: sequences },
    );
  });
});
