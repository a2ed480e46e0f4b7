import type { Profile, Session, Status } from '../../server/protocol.ts';
import { isSession, isStatus } from './guards.ts';

const KEY = 'sec53.last-known';

/** What the phone remembers of the house, for when it cannot be reached. */
export interface LastKnown {
  session: Session;
  status: Status;
  heardAtMs: number;
  /** What was armed last. */
  lastProfile?: Profile | null;
}

export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Null when there is nothing, or nothing that this version can read. */
export function readLastKnown(storage: KeyValue): LastKnown | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return isLastKnown(value) ? value : null;
  } catch {
    return null;
  }
}

/** Without storage (a private window, a full disk) the app goes on, it only remembers nothing. */
export function writeLastKnown(storage: KeyValue, value: LastKnown): void {
  try {
    storage.setItem(KEY, JSON.stringify(value));
  } catch {
    return;
  }
}

export function forgetLastKnown(storage: KeyValue): void {
  try {
    storage.removeItem(KEY);
  } catch {
    return;
  }
}

function isLastKnown(value: unknown): value is LastKnown {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'session' in value &&
    'heardAtMs' in value &&
    typeof value.heardAtMs === 'number' &&
    isStatus(value.status) &&
    isSession(value.session)
  );
}
