import type { Bus } from '../bus.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { errorText, HttpProblem } from '../errors.ts';
import type { Log } from '../log.ts';
import type { By, LaterRequest, Status } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';
import { toIso } from '../status.ts';
import type { TimeZone } from '../time-zone.ts';
import { createPlanMemory, type Later, scheduleKey } from './memory.ts';
import { createOverruling } from './overruling.ts';
import type { Presence } from './presence.ts';
import { createPlanRuns } from './runs.ts';
import { everyDay, lastOccurrence, nextOccurrence, type Recurring } from './schedule.ts';
import { type ArmRooms, armBy, tellPhones } from './steps.ts';
import { outQuestion } from './words.ts';

type AlarmPlans = Pick<Config['alarm'], 'schedules' | 'bedtime'>;

export interface PlanRooms extends ArmRooms {
  documents: Documents;
  zone: TimeZone;
  clock: Clock;
  bus: Bus;
  log: Log;
  presence: Presence;
  isClockTrusted(): boolean;
  audit: (by: By, action: string, detail: string) => void;
}

/** What the house does at its hour, by itself. */
export interface Plans {
  later(): Status['later'];
  /** @throws HttpProblem `invalid` or `not_possible` */
  setLater(request: LaterRequest, by: By): void;
  /** False when there was nothing to take back. */
  clearLater(by: By): boolean;
  /** The schedules and the bedtime that count from now on. */
  apply(alarm: AlarmPlans): void;
  /** Asks members whether to arm; at most once in four hours, and only while that makes sense. */
  suggestArming(reason: string): void;
  /** Does what is due. */
  look(): void;
  start(): void;
  stop(): void;
}

/** What is further past was missed: the hub was off, and whoever relied on it must hear of it. */
const lateMs = 10 * 60_000;
const lookMs = 1000;
const longestLaterMs = 24 * 3_600_000;
const suggestEveryMs = 4 * 3_600_000;
const bedtime = 'bedtime';

export function createPlans(alarm: AlarmPlans, rooms: PlanRooms): Plans {
  const { documents, zone, clock, bus, log, presence, isClockTrusted, audit, site } = rooms;
  const { controller, timeOfDay } = rooms;
  const runs = createPlanRuns(rooms);
  const memory = createPlanMemory(documents);
  let plans = alarm;
  /** When something is due next on the wall clock; everything is looked at before that is known. */
  let dueAt = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let forget = () => {};

  const emitStatus = () => bus.emit('status', undefined);

  function recurring(): {
    key: string;
    plan: Recurring;
    run(at: number): void;
    miss(at: number): void;
  }[] {
    const { schedules, bedtime: bedAt } = plans;
    return [
      ...schedules.map(schedule => ({
        ...{ key: scheduleKey(schedule), plan: schedule },
        run: (at: number) => runs.schedule(schedule, at),
        miss: (at: number) => runs.missed(schedule.profile, at, runs.armsByItself(schedule)),
      })),
      ...(bedAt === undefined
        ? []
        : [{ key: bedtime, plan: { at: bedAt, days: everyDay }, run: runs.doors, miss: () => {} }]),
    ];
  }

  function runLater(now: number): void {
    const later = memory.later();
    if (!later || later.at > now) return;
    const { profile, by, at } = later;
    if (now - at > lateMs) runs.missed(profile, at, true);
    else armBy(profile, { name: by.name, via: 'hub' }, at, rooms);
    memory.setLater(null);
    emitStatus();
  }

  function runRecurring(now: number): void {
    const all = recurring();
    memory.keepOnly(all.map(({ key }) => key));
    for (const { key, plan, run, miss } of all) {
      const since = memory.doneUpTo(key, now);
      const at = lastOccurrence(plan, now, zone);
      if (at === null || at <= since) continue;
      if (now - at > lateMs) miss(at);
      else run(at);
      memory.done(key, at);
    }
  }

  function nextDue(now: number): number {
    const times = [
      ...recurring().map(({ plan }) => nextOccurrence(plan, now, zone)),
      memory.later()?.at ?? null,
    ];
    return Math.min(...times.map(at => at ?? Number.POSITIVE_INFINITY));
  }

  const self: Plans = {
    later() {
      const later = memory.later();
      return later && { at: toIso(later.at), profile: later.profile, by: later.by };
    },
    setLater({ at, profile }, by) {
      const now = clock.wall();
      if (!isClockTrusted()) {
        const detail = 'the hub’s clock is not set yet: try again when it is';
        throw new HttpProblem('not_possible', { detail });
      }
      const when = Date.parse(at);
      if (when <= now || when > now + longestLaterMs) {
        const message = 'write a time within the next 24 hours';
        throw new HttpProblem('invalid', { errors: [{ path: 'at', message }] });
      }
      const later: Later = { at: when, profile, by };
      audit(by, 'later', `arms ${profile} at ${timeOfDay(when)}`);
      memory.setLater(later);
      dueAt = Math.min(dueAt, when);
      emitStatus();
    },
    clearLater(by) {
      const later = memory.later();
      if (!later) return false;
      audit(by, 'later', `took back that ${later.profile} is armed at ${timeOfDay(later.at)}`);
      memory.setLater(null);
      emitStatus();
      return true;
    },
    apply(next) {
      plans = next;
      dueAt = Number.NEGATIVE_INFINITY;
    },
    suggestArming(reason) {
      const { mode, practice } = controller().alarm;
      const now = clock.wall();
      if (mode === 'alert' || practice !== null) return;
      if (Math.abs(now - memory.suggestedAt()) < suggestEveryMs) return;
      memory.suggested(now);
      log.info('asks whether to arm', { reason });
      tellPhones('arm-question', outQuestion(site), '/?arm=away', rooms);
    },
    look() {
      const now = clock.wall();
      if (presence.everybodyOut() === true) self.suggestArming('presence');
      if (!isClockTrusted()) return;
      // A clock that was set goes anywhere: then all is looked at anew.
      const isSteady = now >= lookedAt && now - lookedAt < lateMs;
      lookedAt = now;
      if (isSteady && now < dueAt) return;
      runLater(now);
      runRecurring(now);
      dueAt = nextDue(now);
    },
    start() {
      forget = bus.on('journaled', createOverruling(memory, rooms));
      timer = setInterval(() => {
        try {
          self.look();
        } catch (error) {
          log.warn('what was due could not be done', { error: errorText(error) });
        }
      }, lookMs);
    },
    stop() {
      clearInterval(timer);
      forget();
    },
  };
  return self;
}
