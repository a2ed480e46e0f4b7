import { sql } from 'kysely';
import type { Controller } from './alarm/controller.ts';
import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import type { ClockDoubt } from './clock-doubt.ts';
import { correctTimes, timesIn } from './correct-times.ts';
import { errorText } from './errors.ts';
import type { Log } from './log.ts';
import type { By } from './protocol.ts';
import type { Journal } from './state/journal.ts';
import type { LevelRecord, Levels } from './state/levels.ts';
import type { State } from './state/state.ts';

interface Rooms {
  state: State;
  journal: Journal;
  levels: Levels;
  controller: Controller;
  doubt: ClockDoubt;
  clock: Clock;
  bus: Bus;
  log: Log;
  newId(at: number): string;
}

/** What was there before the clock came into doubt: its times are right. */
interface Before {
  times: ReadonlySet<number>;
  levels: ReadonlyMap<string, number>;
  /** The last step of each incident. */
  steps: ReadonlyMap<string, number>;
  outboxRow: number;
}

export interface ClockCorrection {
  /** Says what an earlier run left that never learned the time. */
  tellOfEarlier(): void;
  /** Corrects what this run has recorded, once the clock is trusted. Throws nothing. */
  look(): void;
}

const hub: By = { name: 'hub', via: 'hub' };

/**
 * Once the clock is set, everything that this run recorded before is dated anew, in one transaction. The
 * history gets it after that.
 */
export function createClockCorrection(rooms: Rooms): ClockCorrection {
  const { state, journal, levels, controller, doubt, clock, bus, log, newId } = rooms;
  const { query } = state;
  let before: Before | undefined;

  function remember(): Before {
    const last = query
      .selectFrom('incident_steps')
      .select(({ fn }) => ['incident', fn.max('n').as('n')]);
    const rowid = sql<number | null>`max(rowid)`.as('rowid');
    const newest = state.first(query.selectFrom('outbox').select(rowid));
    return {
      times: timesIn(controller.alarm),
      levels: new Map(levels.load().map(level => [keyOf(level), level.since])),
      steps: new Map(state.all(last.groupBy('incident')).map(({ incident, n }) => [incident, n])),
      outboxRow: newest?.rowid ?? 0,
    };
  }

  /** @returns how many events there were */
  function correctJournal(known: Before): number {
    let events = 0;
    for (const { seq, at, topic, body } of journal.doubtful()) {
      if (topic === 'event') events += 1;
      const text =
        topic === 'incident'
          ? JSON.stringify(correctTimes(JSON.parse(body), known.times, doubt.correct))
          : body;
      journal.correct(seq, doubt.correct(at), text);
    }
    return events;
  }

  function correctIncidents(known: Before): void {
    const steps = state.all(query.selectFrom('incident_steps').select(['incident', 'n', 'at']));
    const fresh = steps.filter(({ incident, n }) => n > (known.steps.get(incident) ?? 0));
    for (const { incident, n, at } of fresh) {
      const update = query.updateTable('incident_steps').set({ at: doubt.correct(at) });
      state.run(update.where('incident', '=', incident).where('n', '=', n));
    }
    for (const id of new Set(fresh.map(({ incident }) => incident))) {
      const row = state.first(query.selectFrom('incidents').select('body').where('id', '=', id));
      if (!row) continue;
      const incident = correctTimes(JSON.parse(row.body), known.times, doubt.correct);
      const { openedAt, closedAt } = incident;
      const times = { opened_at: openedAt, closed_at: closedAt, body: JSON.stringify(incident) };
      state.run(query.updateTable('incidents').set(times).where('id', '=', id));
    }
  }

  function correctMessages({ outboxRow }: Before): void {
    const rows = query.selectFrom('outbox').select(['id', 'about_at', 'created_at', 'done_at']);
    const fresh = rows.where(sql<number>`rowid`, '>', outboxRow);
    for (const { id, about_at, created_at, done_at } of state.all(fresh)) {
      const times = {
        about_at: doubt.correct(about_at),
        created_at: doubt.correct(created_at),
        done_at: done_at === null ? null : doubt.correct(done_at),
      };
      state.run(query.updateTable('outbox').set(times).where('id', '=', id));
    }
  }

  function correctedLevels(known: Before): LevelRecord[] {
    return levels
      .load()
      .filter(level => known.levels.get(keyOf(level)) !== level.since)
      .map(level => ({ ...level, since: doubt.correct(level.since) }));
  }

  function correct(known: Before): void {
    const moveMs = doubt.lastMoveMs();
    controller.amend((alarm, append) => {
      const events = correctJournal(known);
      correctIncidents(known);
      correctMessages(known);
      const at = clock.wall();
      const detail = `the clock was set: ${movedWords(events, moveMs)}`;
      append({ id: newId(at), at, topic: 'audit', kind: 'clock', body: { by: hub, detail } });
      return {
        alarm: correctTimes(alarm, known.times, doubt.correct),
        levels: correctedLevels(known),
      };
    });
    journal.release();
    doubt.clear();
    bus.emit('corrected', undefined);
    bus.emit('status', undefined);
  }

  return {
    tellOfEarlier() {
      const count = journal.earlierDoubtful();
      if (count === 0) return;
      const rows = count === 1 ? '1 record' : `${count} records`;
      const detail = `${rows} of an earlier run keep the time of a clock that was never set`;
      controller.note('audit', 'clock', { by: hub, detail });
    },
    look() {
      try {
        if (doubt.note()) before ??= remember();
        else if (before) {
          correct(before);
          before = undefined;
        }
      } catch (error) {
        log.error('times could not be corrected yet', { error: errorText(error) });
      }
    },
  };
}

/** "14 events moved by 3 h 12 min". */
export function movedWords(events: number, moveMs: number): string {
  const minutes = Math.round(Math.abs(moveMs) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [
    ...(days > 0 ? [`${days} d`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : []),
  ];
  const span = parts.length > 0 ? parts.join(' ') : `${Math.round(Math.abs(moveMs) / 1000)} s`;
  const what = events === 1 ? '1 event' : `${events} events`;
  return `${what} moved ${moveMs < 0 ? 'back ' : ''}by ${span}`;
}

const keyOf = ({ sensor, kind }: LevelRecord) => `${kind} ${sensor}`;
