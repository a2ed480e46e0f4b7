import type { Bus } from '../bus.ts';
import type { Clock } from '../clock.ts';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { SensorHealth } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';
import { hasMoved, judgeVitals, newVitals, type Vitals } from './health.ts';
import { createHealthNews, type HealthNewsRooms } from './health-news.ts';
import { type House, keyOf } from './house.ts';

interface Rooms extends HealthNewsRooms {
  house: House;
  documents: Documents;
  clock: Clock;
  bus: Bus;
  log: Log;
  /** Armed away: nobody is in. */
  isAway(): boolean;
}

export interface HealthKeeper {
  /** The worst of what goes under this id. */
  healthOf(sensor: string): SensorHealth;
  /** What a line says of itself. */
  note(sensor: string, what: 'healed' | 'chattering' | 'calm' | 'fault'): void;
  /** Once a minute. */
  judge(): void;
  stop(): void;
}

const documentKey = 'health';
/** Counts that a crash loses are some minutes of many days. */
const writeEvery = 10;
/** Longer than a night: when nothing at all has moved for so long, nobody is there who could. */
const houseQuietAfterMs = 12 * 3_600_000;
const worst: readonly SensorHealth[] = ['fault', 'chattering', 'stuck', 'silent', 'good'];

/** Keeps the counts that sensors are judged by, across restarts, and tells once that one turned bad. */
export function createHealthKeeper(rooms: Rooms): HealthKeeper {
  const { house, documents, clock, bus, log, isAway } = rooms;
  const news = createHealthNews(rooms);
  const vitals = new Map<string, Vitals>(read(documents.read(documentKey)));
  let lookedAt = clock.steady();
  let looks = 0;
  /** Since anything last moved. After a start nobody knows, and silence counts from the first that does. */
  let stillMs = Number.POSITIVE_INFINITY;

  function save(): void {
    documents.write(documentKey, JSON.stringify([...vitals]));
    news.save();
  }

  return {
    healthOf(sensor) {
      const found = house
        .zones()
        .filter(zone => zone.sensor === sensor)
        .map(zone => vitals.get(keyOf(zone.sensor, zone.sensorKind))?.health ?? 'good');
      return worst.find(health => found.includes(health as Vitals['health'])) ?? 'good';
    },
    note(sensor, what) {
      if (what !== 'chattering' && what !== 'calm') return;
      for (const zone of house.zones()) {
        if (zone.sensor !== sensor) continue;
        const key = keyOf(sensor, zone.sensorKind);
        const known = vitals.get(key) ?? newVitals;
        const isChattering = what === 'chattering';
        const health = isChattering ? { health: 'chattering' as const } : {};
        vitals.set(key, { ...known, ...health, isChattering });
        if (isChattering && known.health !== 'chattering') news.add(key);
      }
      bus.emit('status', undefined);
    },
    judge() {
      const now = clock.steady();
      const elapsedMs = now - lookedAt;
      lookedAt = now;
      const zones = house.zones();
      const keys = new Set(zones.map(({ sensor, sensorKind }) => keyOf(sensor, sensorKind)));
      for (const key of vitals.keys()) if (!keys.has(key)) vitals.delete(key);
      const looked = zones.map(({ sensor, sensorKind: kind, name }) => {
        const key = keyOf(sensor, kind);
        const { value, since = 0 } = house.level(sensor, kind) ?? { value: undefined };
        return { key, name, before: vitals.get(key) ?? newVitals, level: { kind, value, since } };
      });
      const isMoved = looked.some(({ before, level }) => hasMoved(before, level));
      stillMs = isMoved ? 0 : stillMs + Math.max(0, elapsedMs);
      const isHouseQuiet = isAway() || stillMs >= houseQuietAfterMs;
      const names = new Map(looked.map(({ key, name }) => [key, name]));
      let isNews = false;
      for (const { key, before, level } of looked) {
        const next = judgeVitals(before, { ...level, elapsedMs, isHouseQuiet });
        vitals.set(key, next);
        if (next.health === before.health) continue;
        isNews = true;
        if (next.health !== 'good') news.add(key);
      }
      looks += 1;
      if (isNews || looks % writeEvery === 0) save();
      if (isNews) bus.emit('status', undefined);
      news.look(elapsedMs, key => {
        const { health = 'good' } = vitals.get(key) ?? {};
        const name = names.get(key);
        return health === 'good' || name === undefined ? undefined : { name, health };
      });
    },
    stop() {
      try {
        save();
      } catch (error) {
        log.warn('the sensors’ statistics could not be kept', { error: errorText(error) });
      }
    },
  };
}

/** A line that chattered when the hub went down is looked at anew. */
function read(body: string | undefined): [string, Vitals][] {
  // Only the hub writes it.
  const known: [string, Partial<Vitals>][] = body === undefined ? [] : JSON.parse(body);
  return known.map(([key, vitals]) => [key, { ...newVitals, ...vitals, isChattering: false }]);
}
