import { beyondWords } from '../alarm/alarm-limits.ts';
import type { Incident, Tripped } from '../alarm/alarm-state.ts';
import type { Alert } from '../alarm/alerting-state.ts';
import { fitGsm7, gsm7Length, toGsm7 } from './gsm7.ts';

/** A push shows title and body; a text message is the text alone, so that says everything by itself. */
export interface Message {
  title: string;
  /** For a text message, and for a push. */
  text: string;
  body: string;
  /** When that happened of which it tells, epoch milliseconds. */
  at: number;
}

/** A text message's one segment, in septets of GSM 03.38, less what a mark in front may take. */
export const textLimit = 160 - '(repeat) (late, of 24 Nov 02:41) '.length;

type Sent = Extract<Alert, { type: 'alert' }>;

/** A push may say more, and a phone shows about as much. */
const bodyLimit = 240;

/**
 * What happened, where, when and what to do.
 *
 * @param now epoch milliseconds
 * @param timeOfDay local, such as 02:41
 */
export function alertMessage(
  kind: Sent['kind'],
  incident: Incident,
  house: string,
  now: number,
  timeOfDay: (at: number) => string,
): Message {
  const site = fitGsm7(toGsm7(house), 24);
  const opened = timeOfDay(incident.openedAt);
  const word = incident.confirmedAt === null ? 'ALERT' : 'CONFIRMED ALERT';
  if (incident.calledBy && kind !== 'more') {
    return panicMessage(kind, incident.calledBy.name, site, { now, opened });
  }
  const list = (room: number) => listTrips(incident.trips, timeOfDay, room);
  // A text message has its own alphabet, in which some letters take more room.
  const spelt = incident.trips.map(trip => ({ ...trip, name: toGsm7(trip.name) }));
  const plain = (room: number) =>
    listTrips(spelt, timeOfDay, room, gsm7Length, (words, left) => fitGsm7(toGsm7(words), left));
  const fill = (head: string, tail: string) =>
    `${head}${plain(Math.max(0, textLimit - gsm7Length(head + tail)))}${tail}`;
  const body = list(bodyLimit);
  switch (kind) {
    case 'alarm':
    case 'confirmed':
    case 'more': {
      const at = Math.max(...incident.trips.map(trip => trip.lastAt));
      const text = fill(`${site} ${word}: `, ' Open sec53.');
      return { title: `${word} · ${headline(incident)}`, text, body, at };
    }
    case 'repeat':
    case 'reminder': {
      const text = fill(`${site}: no answer yet to the alarm of ${opened}: `, ' Open sec53.');
      return { title: `${word} · nobody has answered yet`, text, body, at: now };
    }
    case 'escalation': {
      const ask = ' The family does not answer. Please call them or look.';
      const text = fill(`${site}: alarm since ${opened}: `, ask);
      return { title: `${word} · ${site}`, text, body, at: now };
    }
  }
}

/** Somebody of the house calls for help: what tripped beside it matters less. */
function panicMessage(
  kind: Sent['kind'],
  name: string,
  site: string,
  { now, opened }: { now: number; opened: string },
): Message {
  const body = `${name} called for help at ${opened}. Call them, or 000.`;
  const isWaiting = kind === 'repeat' || kind === 'reminder';
  const title = `HELP · ${isWaiting ? 'nobody has answered yet' : name}`;
  const who = fitGsm7(toGsm7(name), 40);
  const text = `${site} PANIC: ${who} called for help at ${opened}. Call them, or 000. Open sec53.`;
  return { title, text, body, at: now };
}

function headline({ trips }: Incident): string {
  const [first] = trips;
  return first && trips.length === 1 ? happening(first) : `${trips.length} sensors`;
}

export function capMessage(house: string, used: number): Omit<Message, 'at'> {
  const title = 'Today’s text messages are used up';
  const text = `${fitGsm7(toGsm7(house), 16)}: ${used} texts today, no more but for confirmed alarms, tampering and faults until midnight. Push goes on.`;
  const body =
    'Push goes on. Until midnight texts come only for confirmed alarms, tampering and faults.';
  return { title, text, body };
}

function happening({ name, sensorKind, isFault, isWhileOff, beyond }: Tripped): string {
  if (isFault) return `${name} at fault`;
  if (beyond) return `${name} ${beyondWords(beyond)}`;
  if (isWhileOff && sensorKind === 'contact') return `${name} found open`;
  return sensorKind === 'contact' ? `${name} opened` : `${name}: motion`;
}

/** As many sensors as there is room for, the first and then the newest; how many more there are. */
function listTrips(
  trips: readonly Tripped[],
  timeOfDay: (at: number) => string,
  room: number,
  lengthOf: (text: string) => number = text => text.length,
  cut: (text: string, room: number) => string = (text, room) => text.slice(0, room),
): string {
  const [first, ...rest] = trips;
  if (!first) return '';
  // What tripped at one moment tripped in the order of the list.
  const newest = rest.toReversed().toSorted((a, b) => b.steady - a.steady);
  let text = describeTrip(first, timeOfDay);
  let shown = 0;
  for (const trip of newest) {
    const longer = `${text}, ${describeTrip(trip, timeOfDay)}`;
    if (lengthOf(longer) + ending(newest.length - shown - 1).length > room) break;
    text = longer;
    shown += 1;
  }
  const end = ending(newest.length - shown);
  return `${cut(text, Math.max(0, room - end.length))}${end}`;
}

function ending(left: number): string {
  return left > 0 ? ` and ${left} more.` : '.';
}

function describeTrip(trip: Tripped, timeOfDay: (at: number) => string): string {
  const times =
    trip.count > 1
      ? ` ${trip.count} times, last ${timeOfDay(trip.lastAt)}`
      : ` ${timeOfDay(trip.at)}`;
  return `${happening(trip)}${trip.beyond ? ',' : ''}${times}`;
}
