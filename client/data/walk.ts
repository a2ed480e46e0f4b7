import type { SensorStatus } from '../../server/protocol.ts';
import { isRecord } from './guards.ts';
import type { KeyValue } from './last-known.ts';

const KEY = 'sec53.walk';

/** A walk through the house, on which every sensor is to be heard once. */
export interface Walk {
  /** `since` of each sensor when the walk began. */
  before: Readonly<Record<string, string | null>>;
  /** When each was heard, in the order in which they were. */
  heard: Readonly<Record<string, string>>;
  isOver: boolean;
}

/** Nobody can make a thermometer answer by walking past it. */
export function canBeHeard({ kind }: Pick<SensorStatus, 'kind'>): boolean {
  return kind !== 'temperature';
}

export function beginWalk(sensors: readonly SensorStatus[]): Walk {
  const before = Object.fromEntries(sensors.filter(canBeHeard).map(({ id, since }) => [id, since]));
  return { before, heard: {}, isOver: false };
}

/** The walk with what was heard since; the same one when nothing was. A fault is no answer. */
export function stepWalk(walk: Walk, sensors: readonly SensorStatus[]): Walk {
  if (walk.isOver) return walk;
  const news = sensors.filter(sensor => {
    const { id, state, since } = sensor;
    const isGood = state !== 'fault' && state !== 'unknown';
    const isKnown = id in walk.before && !(id in walk.heard);
    return isKnown && isGood && since !== null && since !== walk.before[id];
  });
  if (news.length === 0) return walk;
  const heard = Object.fromEntries(news.map(({ id, since }) => [id, since ?? '']));
  return { ...walk, heard: { ...walk.heard, ...heard } };
}

/** Null when none is under way, or none that this version can read. */
export function readWalk(storage: KeyValue): Walk | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return isWalk(value) ? value : null;
  } catch {
    return null;
  }
}

/** Without storage the walk is forgotten at a reload, and goes on until then. */
export function writeWalk(storage: KeyValue, walk: Walk | null): void {
  try {
    if (walk) storage.setItem(KEY, JSON.stringify(walk));
    else storage.removeItem(KEY);
  } catch {
    return;
  }
}

function isWalk(value: unknown): value is Walk {
  return (
    isRecord(value) &&
    isRecord(value.before) &&
    isRecord(value.heard) &&
    Object.values(value.heard).every(at => typeof at === 'string') &&
    typeof value.isOver === 'boolean'
  );
}
