import type { Bus } from '../bus.ts';
import type { Clock } from '../clock.ts';
import { errorText } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Words } from '../notify/tellings.ts';
import type { SensorHealth } from '../protocol.ts';
import type { Documents } from '../state/documents.ts';
import { judgeVitals, newVitals, type Vitals } from './health.ts';
import { type House, keyOf } from './house.ts';

interface Rooms {
  house: House;
  documents: Documents;
  clock: Clock;
  bus: Bus;
  log: Log;
  site: string;
  tell(code: string, words: Words): void;
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
const worst: readonly SensorHealth[] = ['fault', 'chattering', 'stuck', 'silent', 'good'];

/** Keeps the counts that sensors are judged by, across restarts, and tells once when one turns bad. */
export function createHealthKeeper(rooms: Rooms): HealthKeeper {
  const { house, documents, clock, bus, log, site, tell } = rooms;
  const vitals = new Map<string, Vitals>(read(documents.read(documentKey)));
  let lookedAt = clock.steady();
  let looks = 0;

  function save(): void {
    documents.write(documentKey, JSON.stringify([...vitals]));
  }

  function tellOf(name: string, health: SensorHealth): void {
    // Chattering and faults are told where they are seen.
    if (health !== 'silent' && health !== 'stuck') return;
    tell(`sensor-${health}`, healthWords(site, name, health));
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
      const turned: [string, SensorHealth][] = [];
      for (const { sensor, sensorKind: kind, name } of zones) {
        const key = keyOf(sensor, kind);
        const before = vitals.get(key) ?? newVitals;
        const { value, since = 0 } = house.level(sensor, kind) ?? { value: undefined };
        const next = judgeVitals(before, { kind, value, since, elapsedMs });
        vitals.set(key, next);
        if (next.health !== before.health) turned.push([name, next.health]);
      }
      looks += 1;
      // On disk before it is told: a restart must not tell it again.
      if (turned.length > 0 || looks % writeEvery === 0) save();
      if (turned.length > 0) bus.emit('status', undefined);
      for (const [name, health] of turned) tellOf(name, health);
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

function healthWords(site: string, name: string, health: 'silent' | 'stuck'): Words {
  const title = health === 'silent' ? `${name} has gone quiet` : `${name} does not go back`;
  const why =
    health === 'silent'
      ? 'Nothing came of it for far longer than ever: try it, and check its battery and wire.'
      : 'It is open, or sees motion, for far longer than ever: check it.';
  return { title, text: `${site}: ${title}. ${why}`, body: why, isUrgent: false };
}
