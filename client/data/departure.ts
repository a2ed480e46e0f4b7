import type { Blocker, ModeRequest, Profile, Status } from '../../server/protocol.ts';
import { againstArming } from './blockers.ts';
import { createStore, type Store } from './store.ts';

/** The exit delay ended, and the house was not armed. */
export interface NotArmed {
  profile: Profile;
  /** What was left out already. */
  bypass: string[];
  blockers: Blocker[];
}

export interface Departure {
  /** Null when all is well, or somebody has seen it. */
  readonly notArmed: Store<NotArmed | null>;
  /** What takes the arming back: the mode before it, or Monitor when nobody knows that. */
  way(): ModeRequest;
  follow(before: Status | null, after: Status | null): void;
}

/** Remembers where an arming began, and notices when it came to nothing. */
export function createDeparture(): Departure {
  const notArmed = createStore<NotArmed | null>(null);
  let way: ModeRequest = { mode: 'monitor' };
  return {
    notArmed,
    way: () => way,
    follow(before, after) {
      if (after?.alarm.state === 'arming') {
        if (before?.alarm.state !== 'arming') way = wayBack(before);
        notArmed.set(null);
        return;
      }
      const failure = before && after && findFailure(before, after);
      if (failure) notArmed.set(failure);
      else if (!after || after.since !== before?.since) notArmed.set(null);
    },
  };
}

function wayBack(before: Status | null): ModeRequest {
  if (!before) return { mode: 'monitor' };
  const { mode, profile } = before;
  return mode === 'alert' && profile ? { mode, profile, now: true } : { mode };
}

/**
 * A person who takes it back does so before the time is over, and by their name; the hub, which finds
 * something in the way, does so when it is over, and leaves the name of who had armed.
 */
export function findFailure(before: Status, after: Status): NotArmed | null {
  const { alarm, profile, by } = before;
  if (alarm.state !== 'arming' || alarm.deadline === undefined || !profile) return null;
  const isArmed = after.alarm.state !== 'disarmed' && after.profile === profile;
  const isOther = after.by?.name !== by?.name || after.by?.via !== by?.via;
  if (isArmed || isOther || Date.parse(after.since) < Date.parse(alarm.deadline)) return null;
  const known = againstArming(before);
  const later = againstArming({ ...before, sensors: after.sensors });
  return {
    profile,
    bypass: before.sensors.filter(({ bypassed }) => bypassed).map(({ id }) => id),
    blockers: [...new Map([...known, ...later].map(one => [one.sensor, one])).values()],
  };
}
