import type { Bus } from '../bus.ts';
import type { Clock } from '../clock.ts';
import { errorStack, errorText, HttpProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { By, IncidentMark, ModeRequest } from '../protocol.ts';
import { type House, keyOf } from '../sensors/house.ts';
import type { Reading } from '../sensors/reading.ts';
import { isDiskTrouble } from '../state/disk-trouble.ts';
import type { Documents } from '../state/documents.ts';
import type { Entry, Journal } from '../state/journal.ts';
import type { LevelRecord, Levels } from '../state/levels.ts';
import type { State } from '../state/state.ts';
import type { AlarmInput } from './alarm-decision.ts';
import { readAlarm, writeAlarm } from './alarm-memory.ts';
import { type AlarmState, type Incident, initialAlarmState, isShownAlike } from './alarm-state.ts';
import type { Audience, Telling } from './alerting-state.ts';
import { checkArming } from './check-arming.ts';
import { covers } from './covers.ts';
import { createDeadlineTimer } from './deadline-timer.ts';
import { type Around, decide as judgeAll, nextDeadline, type Rules } from './decide.ts';
import { type EffectRooms, hasMessages, recordEffect } from './record-effects.ts';
import { createReadingTaker } from './take-reading.ts';
import { undecidedEntry } from './undecided.ts';
import { createUnit, type Unit } from './unit.ts';

export interface Controller {
  readonly alarm: AlarmState;
  /** What the owner has set, as it counts now. */
  readonly rules: Rules;
  /**
   * Journals, decides and writes what follows, in one transaction; tells it afterwards.
   *
   * @param position written in the same transaction, so that a source can go on where it was
   * @throws the store's error, with nothing changed, when it could not be written
   */
  accept(readings: readonly Reading[], position?: { key: string; body: string }): void;
  /**
   * @throws HttpProblem `blocked` with what stands in the way of arming
   */
  command(request: ModeRequest, by: By): void;
  /**
   * Notes who has seen the incident; the first one counts.
   *
   * @returns the incident, or undefined when it is not the open one
   */
  acknowledge(id: string, by: By): Incident | undefined;
  /** Says what an incident was, also one that is long closed; undefined when there is no such one. */
  mark(id: string, mark: IncidentMark | null, by: By): Incident | undefined;
  /**
   * What the hub sees was compared with what it last saw: from now on time is judged.
   */
  begin(isClockTrusted: boolean): void;
  /** True when what is asked for leaves out something that an armed house watches. */
  isWatchingLess(request: ModeRequest): boolean;
  /**
   * Whoever leaves stays after all.
   *
   * @throws HttpProblem `not_possible` when nothing is being armed
   */
  cancelArming(by: By): void;
  /** Somebody calls for help. */
  panic(by: By): void;
  /** Somebody is under threat: the others are told, and nothing here shows it. */
  duress(by: By): void;
  /**
   * For so long nothing is sent outside; 0 ends it.
   *
   * @throws HttpProblem `not_possible` while an alarm is open
   */
  practise(forMs: number, by: By): void;
  /** What the owner has set anew. */
  setRules(rules: Rules): void;
  /** Changes what was recorded before, such as its times, in one transaction. */
  amend(
    work: (
      alarm: AlarmState,
      append: (entry: Entry) => void,
    ) => { alarm: AlarmState; levels: readonly LevelRecord[] },
  ): void;
  /** Journals what is no reading: an audit entry or a notice. */
  note(topic: 'audit' | 'notice', kind: string, body: object): void;
  /**
   * Tells the family what is no alarm, through the day's cap, and journals it when it is a notice.
   *
   * @param code of the notice
   */
  tell(code: string, telling: Telling): void;
  stop(): void;
}

export interface ControllerRooms extends EffectRooms {
  state: State;
  documents: Documents;
  journal: Journal;
  levels: Levels;
  house: House;
  bus: Bus;
  clock: Clock;
  log: Log;
  rules: Rules;
  /** The hub has run before: what it finds otherwise at its start has changed meanwhile. */
  hasPast: boolean;
  /** The local day by the wall clock; empty while that is not to be trusted. */
  localDay(wall: number): string;
  /** Everybody who can be told at a moment of the wall clock. */
  audience(wall: number): Audience;
  /** A sensor with a chime tripped while the house is not armed; told once that is on disk. */
  onChime(): void;
  /** Told when a decision failed, after its reading is on disk. */
  onUndecided(): void;
}

export function createController(
  rooms: ControllerRooms,
  initialMode: 'off' | 'monitor' | 'alert',
): Controller {
  const { state, documents, journal, levels, house, bus, clock, log, newId } = rooms;
  const { incidents, localDay, audience, onUndecided, config } = rooms;
  let { rules } = rooms;
  let hasBegun = false;
  let alarm =
    readAlarm(documents, clock.steady(), rules) ?? initialAlarmState(initialMode, clock.wall());

  function commit(work: (unit: Unit) => void): void {
    const unit = createUnit(alarm);
    state.transaction(() => {
      work(unit);
      for (const record of unit.levels.values()) levels.save(record);
      if (unit.alarm !== alarm) writeAlarm(documents, unit.alarm);
    });
    for (const record of unit.levels.values()) house.set(record);
    const isStatusNew = unit.isStatusNew || !isShownAlike(unit.alarm, alarm);
    alarm = unit.alarm;
    if (hasBegun) timer.set(nextDeadline(alarm));
    if (unit.hasMessages) bus.emit('messages', undefined);
    if (unit.rows.length > 0) bus.emit('journaled', unit.rows);
    if (isStatusNew) bus.emit('status', undefined);
    for (const note of unit.afterwards) note();
    for (const { reading, error } of unit.undecided) {
      log.error('a decision failed and was left out', { ...reading, error: errorStack(error) });
      onUndecided();
    }
  }

  function append(unit: Unit, entry: Entry): void {
    unit.rows.push(journal.append(entry));
  }

  /** The house as this transaction knows it. */
  function aroundOf(unit: Unit, wall: number): Around {
    return {
      zones: house.zones,
      levelOf: ({ sensor, sensorKind }) =>
        (unit.levels.get(keyOf(sensor, sensorKind)) ?? house.level(sensor, sensorKind))?.value,
      audience: () => audience(wall),
    };
  }

  function decide(unit: Unit, input: AlarmInput): void {
    const wall = clock.wall();
    const now = { steady: clock.steady(), wall, day: localDay(wall) };
    const around = aroundOf(unit, wall);
    const { state: next, effects } = judgeAll(unit.alarm, input, now, rules, around);
    if (effects.length > 0) {
      state.savepoint(() => {
        for (const effect of effects) {
          recordEffect(effect, now, entry => append(unit, entry), rooms);
        }
      });
      unit.hasMessages ||= effects.some(hasMessages);
    }
    unit.alarm = next;
  }

  /** A mistake in a decision costs that decision: the reading is kept, and later ones are decided. */
  function judge(unit: Unit, reading: Reading, input: AlarmInput): void {
    const before = unit.rows.length;
    try {
      decide(unit, input);
    } catch (error) {
      // The whole batch waits until the disk takes it.
      if (isDiskTrouble(error)) throw error;
      unit.rows.length = before;
      unit.undecided.push({ reading, error });
      const { name } = house.zone(reading.sensor, reading.kind);
      append(unit, undecidedEntry(name, reading, newId, clock.wall()));
    }
  }

  const take = createReadingTaker({
    ...{ house, clock, newId, audience, append, judge },
    site: config.site,
    timeOfDay: rooms.timeOfDay,
    onChime: rooms.onChime,
    isStarting: () => !hasBegun && rooms.hasPast,
  });

  const timer = createDeadlineTimer(
    clock,
    () => commit(unit => decide(unit, { type: 'tick', id: newId(clock.wall()) })),
    error => log.error('the alarm time could not be ended', { error: errorText(error) }),
  );

  return {
    get alarm() {
      return alarm;
    },
    get rules() {
      return rules;
    },
    accept: (readings, position) =>
      commit(unit => {
        for (const reading of readings) take(unit, reading);
        if (position) documents.write(position.key, position.body);
      }),
    command({ mode, profile: asked, bypass = [], now: isAtOnce = false }, by) {
      const profile = mode === 'alert' ? (asked ?? alarm.profile ?? 'away') : null;
      const isAsIs = mode === alarm.mode && profile === alarm.profile && bypass.length === 0;
      const exitMs = profile === null || isAtOnce ? 0 : rules.delays[profile].exitMs;
      checkArming(house, isAsIs && !isAtOnce ? null : profile, bypass, exitMs > 0);
      const leftOut = [...new Set(bypass)];
      commit(unit =>
        decide(unit, {
          ...{ type: 'command', mode, profile, bypass: leftOut, by, isAtOnce },
        }),
      );
    },
    acknowledge(id, by) {
      if (alarm.incident?.id !== id) return undefined;
      commit(unit => {
        const { acknowledgedBy } = unit.alarm.incident ?? {};
        decide(unit, { type: 'acknowledge', by });
        if (acknowledgedBy) return;
        const at = clock.wall();
        const body = { by, detail: 'has seen the alarm' };
        append(unit, { id: newId(at), at, topic: 'audit', kind: 'acknowledge', body });
      });
      return alarm.incident ?? undefined;
    },
    mark(id, mark, by) {
      const known = alarm.incident?.id === id ? alarm.incident : incidents.get(id);
      if (!known) return undefined;
      if (known.mark === mark) return known;
      const marked = { ...known, mark, markedBy: mark && by };
      commit(unit => {
        const at = clock.wall();
        if (unit.alarm.incident?.id === id) unit.alarm = { ...unit.alarm, incident: marked };
        incidents.save(marked);
        const step = { at, kind: 'marked' as const, by, detail: mark ?? '' };
        incidents.addStep(id, step, marked.isPractice);
        append(unit, { id: newId(at), at, topic: 'incident', kind: 'marked', body: marked });
        const detail = mark ? `says the alarm was: ${mark}` : 'takes back what the alarm was';
        append(unit, { id: newId(at), at, topic: 'audit', kind: 'mark', body: { by, detail } });
      });
      return marked;
    },
    tell: (code, telling) =>
      commit(unit => {
        if (telling.kind === 'notice') {
          const { at, text } = telling;
          append(unit, { id: newId(at), at, topic: 'notice', kind: code, body: { text } });
        }
        decide(unit, { type: 'tell', telling });
      }),
    amend: work =>
      commit(unit => {
        const amended = work(unit.alarm, entry => append(unit, entry));
        unit.alarm = amended.alarm;
        for (const record of amended.levels) {
          unit.levels.set(keyOf(record.sensor, record.kind), record);
        }
        unit.isStatusNew = true;
      }),
    note: (topic, kind, body) =>
      commit(unit => {
        const at = clock.wall();
        append(unit, { id: newId(at), at, topic, kind, body });
      }),
    begin(isClockTrusted) {
      hasBegun = true;
      commit(unit => decide(unit, { type: 'started', isClockTrusted }));
      timer.set(nextDeadline(alarm));
    },
    isWatchingLess({ mode, profile: asked, bypass = [] }) {
      if (alarm.mode !== 'alert') return false;
      if (mode !== 'alert') return true;
      const armed = alarm.exit ? alarm.exit.before : alarm;
      // What is not armed yet is nobody's to guard.
      if (armed.mode !== 'alert') return false;
      const profile = asked ?? alarm.profile ?? 'away';
      const isOut = (id: string) => armed.bypassed.some(({ sensor }) => sensor === id);
      const watched = [armed.profile, alarm.profile].filter(known => known !== null);
      const zones = house.zones();
      return !bypass.every(isOut) || !watched.every(known => covers(zones, profile, known));
    },
    cancelArming(by) {
      if (!alarm.exit) {
        throw new HttpProblem('not_possible', { detail: 'nothing is being armed now' });
      }
      commit(unit => decide(unit, { type: 'cancel', by }));
    },
    panic: by =>
      commit(unit => {
        const at = clock.wall();
        decide(unit, { type: 'panic', id: newId(at), by });
        const body = { by, detail: 'called for help' };
        append(unit, { id: newId(at), at, topic: 'audit', kind: 'panic', body });
      }),
    duress: by =>
      commit(unit => {
        const at = clock.wall();
        decide(unit, { type: 'duress', by });
        const body = { by, detail: 'wrote a code that says: under threat' };
        append(unit, { id: newId(at), at, topic: 'audit', kind: 'duress', body });
      }),
    practise(forMs, by) {
      const isOpen = alarm.incident !== null && alarm.incident.closedAt === null;
      if (forMs > 0 && !alarm.practice && (isOpen || alarm.phase === 'pending')) {
        throw new HttpProblem('not_possible', { detail: 'an alarm is open: see to that first' });
      }
      if (forMs === 0 && !alarm.practice) return;
      commit(unit => {
        const at = clock.wall();
        const until = forMs > 0 ? clock.steady() + forMs : null;
        decide(unit, { type: 'practice', until, by });
        const minutes = Math.round(forMs / 60_000);
        const detail = until === null ? 'ended the practice' : `practises for ${minutes} min`;
        append(unit, { id: newId(at), at, topic: 'audit', kind: 'practice', body: { by, detail } });
      });
    },
    setRules(next) {
      rules = next;
    },
    stop: () => timer.set(null),
  };
}
