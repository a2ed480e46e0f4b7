import type { Clock } from '../clock.ts';
import { tellingOf } from '../notify/tellings.ts';
import { type House, keyOf } from '../sensors/house.ts';
import { judgeReading, type Reading } from '../sensors/reading.ts';
import type { Entry } from '../state/journal.ts';
import type { AlarmInput } from './alarm-decision.ts';
import type { Audience } from './alerting-state.ts';
import { createChime } from './chime.ts';
import type { Unit } from './unit.ts';

interface Rooms {
  house: House;
  clock: Clock;
  site: string;
  /** Local, such as 17:03. */
  timeOfDay(at: number): string;
  newId(at: number): string;
  audience(wall: number): Audience;
  append(unit: Unit, entry: Entry): void;
  /** A mistake in it must cost nothing but itself. */
  judge(unit: Unit, reading: Reading, input: AlarmInput): void;
  /** After the commit. */
  onChime(): void;
  /** True until what is seen at the start was compared with what was seen last. */
  isStarting(): boolean;
}

const faultPauseMs = 3_600_000;

/** Journals what a reading means, and hands it to the alarm. */
export function createReadingTaker(rooms: Rooms): (unit: Unit, reading: Reading) => void {
  const { house, clock, site, newId, audience, append, judge, isStarting } = rooms;
  const faultsToldAt = new Map<string, number>();
  const chime = createChime(rooms.timeOfDay);

  /** A sensor that comes and goes is told of once an hour, and journaled each time. */
  function tellOfFault(unit: Unit, key: string, reading: Reading, text: string): void {
    const now = clock.steady();
    if (now - (faultsToldAt.get(key) ?? Number.NEGATIVE_INFINITY) < faultPauseMs) return;
    unit.afterwards.push(() => faultsToldAt.set(key, now));
    const wall = clock.wall();
    const body = `${text}: check its battery, plug or wire.`;
    const words = { title: text, text: `${site}: ${body}`, body, isUrgent: false };
    judge(unit, reading, { type: 'tell', telling: tellingOf(words, audience(wall), wall) });
  }

  /** Each of them, changed or not: the limits go by two in a row. */
  function judgeSample(unit: Unit, reading: Reading, celsius: number): void {
    const { sensor, kind, at, sampledAt = at } = reading;
    const zone = house.zone(sensor, kind);
    if (!zone.limits) return;
    judge(unit, reading, { type: 'temperature', id: newId(at), zone, celsius, at, sampledAt });
  }

  return (unit, reading) => {
    const { sensor, kind, value, at, isWarmingUp = false } = reading;
    const key = keyOf(sensor, kind);
    if (typeof value === 'number' && !reading.isPast) judgeSample(unit, reading, value);
    const previous = unit.levels.get(key) ?? house.level(sensor, kind);
    const change = judgeReading(previous, reading);
    if (!change) return;
    unit.levels.set(key, change.record);
    const { event } = change;
    const isRecorded = unit.alarm.mode !== 'off';
    // Events carry their own news to the live view; what makes no event does not.
    if (!event || !isRecorded || !previous) unit.isStatusNew = true;
    const zone = house.zone(sensor, kind);
    if (value === 'fault') {
      const text = `${zone.name} is at fault`;
      const said = reading.detail ? `${text}: ${reading.detail}` : text;
      const id = newId(at);
      append(unit, { id, at, topic: 'notice', sensor, kind: 'fault', body: { text: said } });
      tellOfFault(unit, key, reading, text);
      judge(unit, reading, { type: 'fault', id, zone, at });
    }
    const isAtRest = value === 'closed' || value === 'idle';
    if (!event) {
      if (isAtRest) judge(unit, reading, { type: 'recovered', zone });
      return;
    }
    const id = newId(at);
    if (isRecorded && event === 'temperature' && typeof value === 'number') {
      append(unit, { id, at, topic: 'temperature', sensor, value });
    } else if (isRecorded && event !== 'temperature') {
      append(unit, { id, at, topic: 'event', sensor, kind: event, mode: unit.alarm.mode });
    }
    // A motion sensor that has just got its power sees what is not there.
    if (event === 'trigger' && !isWarmingUp) {
      judge(unit, reading, { type: 'trip', id, zone, at, isWhileOff: isStarting() });
    }
    if (event === 'trigger' && !isWarmingUp && !isStarting()) {
      const wall = clock.wall();
      const trip = { zone, mode: unit.alarm.mode, steady: clock.steady(), wall };
      const telling = chime(trip, () => audience(wall));
      if (telling) unit.afterwards.push(rooms.onChime);
      if (telling && telling.push.length > 0) judge(unit, reading, { type: 'tell', telling });
    }
    if (event === 'reset') judge(unit, reading, { type: 'restore', zone, at });
  };
}
