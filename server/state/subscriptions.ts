import { randomUUID } from 'node:crypto';
import type { PushTarget } from '../notify/push.ts';
import type { State } from './state.ts';

/** Whose a subscription is: a device's, or that of a person's own sign-in. */
export type SubscriptionOwner =
  | { device: string; session: null }
  | { device: null; session: string };

/** One browser that wants to be told. Times are epoch milliseconds. */
export interface Subscription extends PushTarget {
  id: string;
  person: string;
  device: string | null;
  session: string | null;
  /** What the browser calls itself. */
  agent: string;
  createdAt: number;
  /** When the app last said that it is still subscribed. */
  seenAt: number;
  /** When the phone said by itself that it has shown a message. */
  shownAt: number | null;
  tappedAt: number | null;
  /** Since when nothing arrives; null while it does. */
  brokenAt: number | null;
  failure: string;
}

interface NewSubscription extends PushTarget {
  person: string;
  owner: SubscriptionOwner;
  agent: string;
}

export interface Subscriptions {
  /**
   * Adds it, or notes that it is still there. Whose browser it was before, it is the new owner's now,
   * with nothing known of it if that is another person. An owner has five at most: the one that was
   * seen longest ago goes. True when it is new for this person.
   */
  put(subscription: NewSubscription, now: number): boolean;
  get(id: string): Subscription | undefined;
  /** Those that are not over, the latest seen first. */
  ofOwner(owner: SubscriptionOwner): Subscription[];
  /**
   * Those to send to: of members and admins whose time is not over, and whose device is let in, or
   * whose sign-in is still there. Broken ones too, since sending is what shows that they are well
   * again; not those that are over.
   */
  live(now: number): Subscription[];
  markShown(id: string, at: number): void;
  markTapped(id: string, at: number): void;
  /** It stays broken from when it broke; the reason is the latest. */
  markBroken(id: string, reason: string, at: number): void;
  markWell(id: string): void;
  /**
   * The push service says that it is over: its keys go, and nothing is sent to it again. That it was
   * there is shown until its owner subscribes anew.
   */
  end(id: string, reason: string, at: number): void;
  /** Those whose owner is let in, over or not, the latest seen first. */
  list(now: number): Subscription[];
  /** False when it is not this owner's. */
  removeOwn(owner: SubscriptionOwner, endpoint: string): boolean;
}

/** A device's certificate and its linked app are one owner; any other sign-in is one of its own. */
export function ownerOf(caller: { device: string | null; credential: string }): SubscriptionOwner {
  const { device, credential } = caller;
  return device === null ? { device, session: credential } : { device, session: null };
}

const mostOfOwner = 5;
const agentLimit = 200;

export function createSubscriptions(state: State): Subscriptions {
  const { query } = state;
  const select = query
    .selectFrom('subscriptions')
    .select(['id', 'endpoint', 'p256dh', 'auth', 'person', 'device', 'session', 'agent'])
    .select(['created_at as createdAt', 'seen_at as seenAt', 'shown_at as shownAt'])
    .select(['tapped_at as tappedAt', 'broken_at as brokenAt', 'failure']);

  const update = (id: string) => query.updateTable('subscriptions').where('id', '=', id);
  const forget = (id: string) =>
    state.run(query.deleteFrom('subscriptions').where('id', '=', id)) > 0;

  const isOver = ({ auth }: Subscription) => auth === '';

  function allOf({ device, session }: SubscriptionOwner): Subscription[] {
    const own =
      device === null ? select.where('session', '=', session) : select.where('device', '=', device);
    return state.all(own.orderBy('seenAt', 'desc').orderBy('createdAt', 'desc').orderBy('id'));
  }

  function markBroken(id: string, reason: string, at: number): void {
    const since = update(id).set(({ fn, ref, val }) => ({
      broken_at: fn.coalesce(ref('broken_at'), val(at)),
      failure: reason,
    }));
    state.run(since);
  }

  /** Of everybody who may come in, and is told of alarms. */
  function ofWelcome(now: number): Subscription[] {
    const people = query
      .selectFrom('people')
      .select('name')
      .where('removed_at', 'is', null)
      .where('role', 'in', ['admin', 'member'])
      .where(({ or, eb }) => or([eb('ends_at', 'is', null), eb('ends_at', '>=', now)]));
    const devices = query
      .selectFrom('devices')
      .select('name')
      .where('revoked_at', 'is', null)
      .where('suspended_at', 'is', null);
    const sessions = query.selectFrom('sessions').select('hash');
    return state.all(
      select
        .where('person', 'in', people)
        .where(({ or, eb }) => or([eb('device', 'in', devices), eb('session', 'in', sessions)]))
        .orderBy('created_at')
        .orderBy('id'),
    );
  }

  return {
    put: ({ endpoint, p256dh, auth, person, owner, agent }, now) =>
      state.transaction(() => {
        const known = state.first(select.where('endpoint', '=', endpoint));
        const given = { p256dh, auth, ...owner, agent: agent.slice(0, agentLimit), seen_at: now };
        const isTheirs = known?.person === person;
        if (known && isTheirs) {
          const isChanged = known.p256dh !== p256dh || known.auth !== auth;
          const well = isChanged ? { broken_at: null, failure: '' } : {};
          state.run(update(known.id).set({ ...given, ...well }));
        } else {
          if (known) forget(known.id);
          const row = { id: randomUUID(), endpoint, person, ...given, created_at: now };
          const marks = { shown_at: null, tapped_at: null, broken_at: null, failure: '' };
          state.run(query.insertInto('subscriptions').values({ ...row, ...marks }));
        }
        const others = allOf(owner).filter(other => other.endpoint !== endpoint);
        const surplus = others.filter(other => !isOver(other)).slice(mostOfOwner - 1);
        for (const { id } of [...others.filter(isOver), ...surplus]) forget(id);
        return !isTheirs;
      }),
    get: id => state.first(select.where('id', '=', id)),
    ofOwner: owner => allOf(owner).filter(subscription => !isOver(subscription)),
    live: now => ofWelcome(now).filter(subscription => !isOver(subscription)),
    markShown(id, at) {
      state.run(update(id).set({ shown_at: at, broken_at: null, failure: '' }));
    },
    markTapped(id, at) {
      state.run(update(id).set({ tapped_at: at, broken_at: null, failure: '' }));
    },
    markBroken,
    markWell(id) {
      state.run(
        update(id).set({ broken_at: null, failure: '' }).where('broken_at', 'is not', null),
      );
    },
    end(id, reason, at) {
      markBroken(id, reason, at);
      state.run(update(id).set({ p256dh: '', auth: '' }));
    },
    list: now => ofWelcome(now).toSorted((a, b) => b.seenAt - a.seenAt),
    removeOwn(owner, endpoint) {
      const own = allOf(owner).find(subscription => subscription.endpoint === endpoint);
      return own !== undefined && forget(own.id);
    },
  };
}
