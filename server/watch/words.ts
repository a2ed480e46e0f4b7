import type { Beat } from './forms.ts';
import { isUrgent, type Sender } from './silence.ts';

/** Something to tell the family that is no alarm of this house. */
export interface WatchMessage {
  title: string;
  /** For a text message. */
  text: string;
  /** For a push. */
  body: string;
  /** May use the messages that are kept back, and wakes people. */
  isUrgent: boolean;
}

type TimeOfDay = (at: number) => string;

export function silentMessage(name: string, sender: Sender, timeOfDay: TimeOfDay): WatchMessage {
  const { beat, heardAt } = sender;
  const since = timeOfDay(heardAt);
  const what = beat.stopping
    ? `the hub was stopped at ${since} in ${describe(beat)} and has not come back`
    : `the hub has been silent since ${since} while in ${describe(beat)}`;
  const text = `${name}: ${what}`;
  const advice = isUrgent(beat) ? 'Power, network or hub are gone. Look after the house.' : '';
  const body = advice ? `${text}. ${advice}` : text;
  return { title: `${name} is silent`, text, body, isUrgent: isUrgent(beat) };
}

export function backMessage(
  name: string,
  { beat, heardAt }: Sender,
  now: number,
  timeOfDay: TimeOfDay,
): WatchMessage {
  const text = `${name}: the hub is back, was silent ${timeOfDay(heardAt)}–${timeOfDay(now)}`;
  return { title: `${name} is back`, text, body: text, isUrgent: isUrgent(beat) };
}

/** Nobody knows how it is there: the message may not even leave this house. */
export function blindMessage(
  name: string,
  { heardAt }: Sender,
  timeOfDay: TimeOfDay,
): WatchMessage {
  const text = `${name}: cannot see the hub since ${timeOfDay(heardAt)}, this house’s own network is away`;
  return { title: `Cannot see ${name}`, text, body: text, isUrgent: false };
}

export function brokenMessage(name: string, flaw: string): WatchMessage {
  const text = `${name}: the evidence does not fit together: ${flaw}. All of it is kept`;
  return { title: `Evidence of ${name}`, text, body: text, isUrgent: true };
}

export function newChainMessage(name: string): WatchMessage {
  const text = `${name}: the hub began a new chain of evidence; the earlier one is kept`;
  return { title: `Evidence of ${name}`, text, body: text, isUrgent: false };
}

function describe({ mode, profile, hasIncident }: Beat): string {
  const how = profile ? `${mode.toUpperCase()} (${profile})` : mode.toUpperCase();
  return hasIncident ? `${how}, with an alarm under way` : how;
}
