import type { Audience, Telling } from '../alarm/alerting-state.ts';
import type { MessageKind } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';
import type { ReachBook } from '../state/reach.ts';
import type { Subscription } from '../state/subscriptions.ts';
import type { Outcome } from './courier.ts';
import type { Push } from './open-push.ts';
import { subscriptionOver } from './push-courier.ts';
import { unconfirmed } from './weekly-test.ts';
import { brokenWords } from './words.ts';

interface Rooms {
  reach: ReachBook;
  push: Pick<Push, 'subscriptions' | 'gone'>;
  now: () => number;
  audience(): Audience;
  /** Never throws. */
  tell(code: string, telling: Telling): void;
}

export interface Endings {
  /** Notes what the end of a message says of whom it went to. Joins the transaction of that end. */
  note(row: OutboxRow, outcome: Exclude<Outcome, { kind: 'failed' }>): void;
  /** Tells the others, and its owner by text, that a phone is not told any more. */
  tellBroken(phone: Subscription, why: string): void;
}

const pauseMs = 3_600_000;

export function createEndings({ reach, push, now, audience, tell }: Rooms): Endings {
  const { subscriptions, gone } = push;

  /** When it was last told of a phone of each person: whoever tries things out must not keep all awake. */
  const toldAt = new Map<string, number>();

  function tellBroken({ id, person, agent, device }: Subscription, why: string): void {
    const last = toldAt.get(person);
    if (last !== undefined && Math.abs(now() - last) < pauseMs) return;
    toldAt.set(person, now());
    const words = brokenWords(person, device ?? agent, why);
    const { push: phones, sms: numbers } = audience();
    tell('phone-broken', {
      ...{ ...words, kind: 'notice', at: now(), isUrgent: false },
      push: phones.filter(({ address }) => address !== id),
      sms: numbers.filter(recipient => recipient.person === person),
    });
  }

  function noteNumber(number: string, outcome: Exclude<Outcome, { kind: 'failed' }>): void {
    if (outcome.kind === 'sent') reach.accepted(number, now());
    else reach.failed(number, now(), outcome.reason);
  }

  function notePhone(phone: Subscription, outcome: Exclude<Outcome, { kind: 'failed' }>): void {
    if (outcome.kind === 'sent') {
      // The service takes a message for a phone that shows none.
      if (phone.failure !== unconfirmed) subscriptions.markWell(phone.id);
      return;
    }
    const { reason } = outcome;
    if (reason === subscriptionOver) {
      gone.add(phone.endpoint);
      subscriptions.end(phone.id, reason, now());
    } else subscriptions.markBroken(phone.id, reason, now());
    // It is told of once, until it is well again, and after the transaction that notes it.
    if (phone.brokenAt === null) setImmediate(() => tellBroken(phone, reason));
  }

  return {
    tellBroken,
    note({ channel, recipient, kind }, outcome) {
      // Whoever stands beside the one under threat may look: the next message will find it out as well.
      if (kind === ('duress' satisfies MessageKind)) return;
      if (channel === 'sms') noteNumber(recipient, outcome);
      else {
        const phone = subscriptions.get(recipient);
        if (phone) notePhone(phone, outcome);
      }
    },
  };
}
