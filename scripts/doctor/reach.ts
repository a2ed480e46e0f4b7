import type { Config } from '../../server/config/config.ts';
import { maskNumber } from '../../server/notify/message-row.ts';
import { createPersons, type Person } from '../../server/people/persons.ts';
import { createContacts } from '../../server/state/contacts.ts';
import { createReachBook } from '../../server/state/reach.ts';
import type { State } from '../../server/state/state.ts';
import { createSubscriptions, type Subscription } from '../../server/state/subscriptions.ts';
import { ago } from './ago.ts';
import type { Facts } from './facts.ts';
import { good, type Row, warning } from './row.ts';

const check = 'reach';

/** How each person can be told, and what proves it. Numbers are shown by their end alone. */
export function checkReach({ config, state, now }: Facts): Row[] {
  if (!state || !config) return [];
  const subscriptions = createSubscriptions(state).list(now);
  const persons = createPersons(state).list();
  const rows = persons
    .filter(({ role, endsAt }) => role !== 'guest' && (endsAt === null || endsAt > now))
    .flatMap(person =>
      judgePerson(person, { state, config, now }, subscriptions.filter(isOf(person))),
    );
  const listed = config.notify.sms?.recipients ?? [];
  const named = listed.map(({ name, number }) => {
    const label = name === number ? maskNumber(number) : name;
    return judgeNumber(label, number, state, now);
  });
  if (rows.length === 0 && named.length === 0) {
    return [warning(check, 'there is nobody to tell', 'add people in the app, or recipients')];
  }
  return [...rows, ...named];
}

const isOf =
  ({ name }: Person) =>
  ({ person }: Subscription) =>
    person === name;

function judgePerson(
  { name }: Person,
  { state, config, now }: { state: State; config: Config; now: number },
  phones: readonly Subscription[],
): Row[] {
  const { number, sms, push } = createContacts(state).get(name);
  const rows = push ? phones.map(phone => judgePhone(name, phone, now)) : [];
  if (number !== null && sms && config.notify.sms) {
    rows.push(judgeNumber(name, number, state, now));
  }
  if (rows.length > 0) return rows;
  const fix = 'let them switch notifications on in the app (House, This phone), or give a number';
  return [warning(check, `${name}: neither a phone nor a number`, fix)];
}

function judgePhone(name: string, phone: Subscription, now: number): Row {
  const { device, agent, shownAt, brokenAt, failure } = phone;
  const label = `${name}: push to ${device ?? agent}`;
  if (brokenAt !== null) {
    const fix = 'let them open the app on it and switch notifications on again';
    return warning(check, `${label} is broken since ${ago(brokenAt, now)} (${failure})`, fix);
  }
  if (shownAt !== null) return good(check, `${label} was shown ${ago(shownAt, now)}`);
  const fix = 'send a test from the app (House, Who is told)';
  return warning(check, `${label} has never shown a message`, fix);
}

function judgeNumber(label: string, number: string, state: State, now: number): Row {
  const { acceptedAt, failedAt, failure, confirmedAt } = createReachBook(state).get(number);
  const shown = label === maskNumber(number) ? label : `${label}: text to ${maskNumber(number)}`;
  if (failedAt !== null && failedAt > (acceptedAt ?? 0)) {
    const fix = 'correct the number, then send a test from the app';
    return warning(check, `${shown} failed ${ago(failedAt, now)} (${failure})`, fix);
  }
  if (acceptedAt === null) {
    return warning(check, `${shown} was never tried`, 'send a test from the app');
  }
  const confirmed = confirmedAt === null ? '' : `, confirmed ${ago(confirmedAt, now)}`;
  return good(check, `${shown} was accepted ${ago(acceptedAt, now)}${confirmed}`);
}
