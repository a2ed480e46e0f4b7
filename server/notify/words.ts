import type { OutboxRow } from '../state/outbox.ts';
import type { Words } from './tellings.ts';

/** A phone that cannot be told any more, to those who can. */
export function brokenWords(person: string, device: string, why: string): Words {
  const title = `${person} is not told by push any more`;
  const fix = 'Open sec53 there: House, This phone.';
  return {
    title,
    text: `sec53 cannot reach ${device} of ${person} by push. ${fix}`,
    body: `${device}: ${why}. ${fix}`,
    isUrgent: false,
  };
}

/** What had to be given up, with its true time: silence must not look like peace. */
export function givenUpWords(
  rows: readonly Pick<OutboxRow, 'about_at' | 'person' | 'channel'>[],
  localTime: (at: number) => string,
): Words {
  const times = rows.map(row => row.about_at);
  const [from, to] = [localTime(Math.min(...times)), localTime(Math.max(...times))];
  const when = from === to ? `of ${from}` : `from ${from} to ${to}`;
  const what = rows.length === 1 ? 'A message' : `${rows.length} messages`;
  const text = `${what} ${when} could not leave the house in time. See sec53 for what happened.`;
  return { title: 'Messages were given up', text, body: text, isUrgent: false };
}

export function pushTest(house: string, isWeekly: boolean) {
  const body = isWeekly
    ? 'The weekly test: this phone is told of alarms. Nothing to do.'
    : 'This is how an alarm reaches this phone.';
  return { title: `${house}: test`, text: body, body };
}

export function smsTest(house: string) {
  const text = `${house.slice(0, 24)}: a test of sec53. Alarms reach this phone. Say in the app that it arrived.`;
  return { title: 'sec53 test', text, body: text };
}

/** A mistake of the hub's own: what a sensor said was recorded and not judged. */
export function undecidedWords(house: string): Words {
  const body =
    'By a mistake of the hub something that a sensor reported was not judged. See sec53.';
  const text = `${house.slice(0, 24)}: ${body}`;
  return { title: 'The alarm missed something', text, body, isUrgent: true };
}
