import type { By, Profile } from '../protocol.ts';
import type { AlarmEffect, AlarmInput } from './alarm-decision.ts';
import type { AlarmRules, Scene } from './alarm-rules.ts';
import type { AlarmState, Now } from './alarm-state.ts';
import type { News } from './alerting.ts';
import { acknowledge, closeIncident, firstTrip, openOf } from './incident.ts';
import { againstArming, autoBypassesOf, bypassesOf, stillLeftOut } from './left-out.ts';
import { hub, inTurn, stepOf, type Transition, unchanged } from './moves.ts';
import { beginEntry, trigger } from './tripping.ts';
import { isWayOut } from './way-out.ts';

type Command = Extract<AlarmInput, { type: 'command' }>;

/** Only this leaves ALERT. */
export function obey(
  state: AlarmState,
  command: Command,
  now: Now,
  rules: AlarmRules,
  scene: Scene,
): Transition {
  const { mode, profile, bypass, by, isAtOnce = false } = command;
  const isSame = mode === state.mode && profile === state.profile;
  const isHurried = isAtOnce && state.phase === 'arming';
  const isKnown = (id: string) => state.bypassed.some(({ sensor }) => sensor === id);
  // Asked again for what is: an alarm that runs goes on, and nobody loses a bypass.
  if (isSame && bypass.every(isKnown) && !isHurried) return unchanged(state);
  const open = openOf(state);
  const detail = profile ? `${mode} (${profile})` : mode;
  const step = { at: now.wall, kind: 'mode' as const, by, detail };
  const moved = profile
    ? arm(state, { ...command, profile, isSame }, now, rules, scene)
    : disarm(state, command, now);
  const { bypassed } = moved.state;
  const changed = {
    ...{ type: 'mode-changed' as const, from: state.mode, to: mode, profile, bypassed, by },
    isAtOnce,
  };
  const effects = [changed, ...(open ? [stepOf(open, step)] : []), ...moved.effects];
  return { ...moved, state: { ...moved.state, failed: null }, effects };
}

function disarm(state: AlarmState, { mode, by }: Command, now: Now): Transition {
  const next: AlarmState = {
    ...state,
    ...{ mode, profile: null, phase: 'disarmed', deadline: null, exit: null, entry: null },
    ...{ confirmed: false, memory: false, since: now.wall, by, bypassed: [], heard: [] },
    practice: disarmedPractice(state),
  };
  // Leaving one thing for another that is no ALERT disarms nothing.
  if (state.mode !== 'alert') return unchanged(next);
  // Who disarms has seen it.
  const ended = inTurn(
    { ...next, incident: openOf(state) },
    current => acknowledge(current, by, now),
    current => closeIncident(current, now),
  );
  return {
    state: { ...ended.state, incident: null },
    effects: ended.effects,
    news: [{ type: 'disarmed' }],
  };
}

/** What a practice goes back to: who disarms ends what is told of before, too. */
function disarmedPractice({ mode, practice }: AlarmState): AlarmState['practice'] {
  if (!practice || mode !== 'alert') return practice;
  return { ...practice, memory: false, kept: { ...practice.kept, campaign: null, swingers: {} } };
}

function arm(
  state: AlarmState,
  asked: Command & { profile: Profile; isSame: boolean },
  now: Now,
  rules: AlarmRules,
  scene: Scene,
): Transition {
  const { profile, by, isSame, isAtOnce = false } = asked;
  const isArming = state.phase === 'arming';
  // Some more left out of what is armed, or arming, already: what they had against it stays known.
  const kept = isSame ? state.bypassed : [];
  const added = asked.bypass.filter(id => !kept.some(({ sensor }) => sensor === id));
  const bypassed = [...kept, ...bypassesOf(added, scene)];
  const next: AlarmState = { ...state, mode: 'alert', profile, since: now.wall, by, bypassed };
  const isQuiet = state.phase === 'disarmed' || state.phase === 'armed' || isArming;
  // In the middle of an alarm it is another profile, and nothing else.
  if (!isQuiet) {
    const report = { kind: 'armed' as const, profile, bypassed, by };
    const isNamed = added.length > 0;
    return { state: next, effects: [], news: isNamed ? [{ type: 'report', report }] : [] };
  }
  if (isSame && !(isArming && isAtOnce)) {
    const isNamed = state.phase === 'armed' && added.length > 0;
    return isNamed ? armed(next, by, scene) : unchanged(next);
  }
  const { exitMs } = rules.delays[profile];
  const { mode, profile: before, bypassed: leftOut } = state;
  const first = state.exit?.before ?? { mode, profile: before, bypassed: leftOut };
  if (exitMs > 0 && !isAtOnce) {
    const exit = { before: first, delayMs: exitMs, settledAt: null, hasClosed: false };
    return unchanged({
      ...next,
      ...{ phase: 'arming', deadline: now.steady + exitMs },
      exit: { ...exit, isExtended: false },
    });
  }
  return armed(next, by, scene);
}

/** It is armed from now on. Whoever must know of zones that are left out hears of all of them. */
function armed(state: AlarmState, by: By, scene: Scene): Transition {
  const { profile } = state;
  if (!profile) return unchanged(state);
  const auto = autoBypassesOf(profile, state.bypassed, scene);
  const bypassed = [...state.bypassed, ...auto];
  const effects: AlarmEffect[] =
    state.exit || auto.length > 0
      ? [{ type: 'passed', what: { kind: 'armed', profile, bypassed }, by }]
      : [];
  const report = { kind: 'armed' as const, profile, bypassed, by };
  // Whoever stands at the screen sees it; whoever has left it does not.
  const isTold = bypassed.length > 0 || state.exit !== null || by.via === 'hub';
  return {
    state: { ...state, phase: 'armed', deadline: null, exit: null, bypassed, heard: [] },
    effects,
    news: isTold ? [{ type: 'report', report }] : [],
  };
}

/** The final door stayed closed: armed, if nothing else stands against it; otherwise the delay goes on. */
export function settleDoor(state: AlarmState, scene: Scene): Transition {
  const { exit } = state;
  if (!exit) return unchanged(state);
  if (againstArming(state, scene).length === 0) return armed(state, leaverOf(state), scene);
  return unchanged({ ...state, exit: { ...exit, settledAt: null } });
}

/** Whoever leaves stays after all, and the house is what it was. */
export function cancelExit(state: AlarmState, by: By, now: Now, scene: Scene): Transition {
  if (!state.exit) return unchanged(state);
  const back = { ...goBack(state, now, scene), by };
  const { mode: to, profile, bypassed } = back;
  const effects: AlarmEffect[] = [
    { ...{ type: 'mode-changed', from: 'alert', to, profile, bypassed, by }, isAtOnce: false },
  ];
  if (to !== 'alert' || !profile) return { state: back, effects, news: [{ type: 'disarmed' }] };
  const report = { kind: 'armed' as const, profile, bypassed, by };
  return { state: back, effects, news: bypassed.length > 0 ? [{ type: 'report', report }] : [] };
}

/** What it was before somebody wanted to leave; what has closed meanwhile is not left out any more. */
function goBack(state: AlarmState, now: Now, scene: Scene): AlarmState {
  if (!state.exit) return state;
  const { mode, profile, bypassed } = state.exit.before;
  const phase = mode === 'alert' ? ('armed' as const) : ('disarmed' as const);
  return {
    ...state,
    ...{ mode, profile, phase, bypassed: stillLeftOut(bypassed, scene) },
    ...{ deadline: null, exit: null, since: now.wall },
  };
}

function leaverOf({ by }: AlarmState): By {
  return by ?? hub;
}

/**
 * The exit delay is over, and it is judged again. A door of the way out that is still open is an exit
 * error: the house is armed, and it counts as if somebody came in. Anything else keeps it from being
 * armed, which whoever left is told.
 *
 * @param id for an incident, if the door opens one at once
 */
export function endExit(
  state: AlarmState,
  id: string,
  now: Now,
  rules: AlarmRules,
  scene: Scene,
): Transition {
  const { exit, profile } = state;
  const by = leaverOf(state);
  if (!exit || !profile) return unchanged(state);
  const zones = new Map(scene.zones().map(zone => [zone.sensor, zone]));
  const blockers = againstArming(state, scene).map(blocker => {
    const zone = zones.get(blocker.sensor);
    const isDoor = blocker.reason === 'open' && zone !== undefined && isWayOut(zone);
    return { ...blocker, name: zone?.name ?? blocker.sensor, door: isDoor ? zone : null };
  });
  if (blockers.some(({ door }) => !door)) {
    const named = blockers.map(({ sensor, reason, name }) => ({ sensor, reason, name }));
    const report = { kind: 'not-armed' as const, profile, blockers: named, by };
    const bypass = state.bypassed.map(({ sensor }) => sensor);
    const against = named.map(({ sensor, reason }) => ({ sensor, reason }));
    const failed = { at: now.wall, profile, blockers: against, bypass };
    return {
      state: { ...goBack(state, now, scene), failed },
      effects: [{ type: 'passed', what: { ...report }, by }],
      news: [{ type: 'report', report }],
    };
  }
  const [left] = blockers.flatMap(({ door }) => door ?? []);
  const done = armed(state, by, scene);
  if (!left) return done;
  const delayMs = left.entryMs ?? rules.delays[profile].entryMs;
  const trips = [firstTrip(left, now.wall, now)];
  const report: Extract<News, { type: 'report' }>['report'] = {
    ...{ kind: 'exit-error', profile, name: left.name, by },
    endsAt: delayMs > 0 ? now.wall + delayMs : null,
  };
  const told: Transition = {
    state: done.state,
    effects: [...done.effects, { type: 'passed', what: { kind: 'exit-error', zone: left }, by }],
    news: [...done.news, { type: 'report', report }],
  };
  return inTurn(
    done.state,
    () => told,
    current =>
      delayMs > 0
        ? beginEntry(current, { id, trips, delayMs, isExitError: true }, now)
        : trigger(current, { id, trips, zone: left }, now, rules),
  );
}
