import type { IncidentKind, MessageKind, MessageRow } from '../../server/protocol.ts';
import { isSent, type Told, type ToldLine } from '../data/told.ts';
import { capital } from './capital.ts';
import { listWords } from './list-words.ts';

const about: Record<MessageKind, string> = {
  alarm: 'the alarm',
  confirmed: 'the alarm is confirmed',
  more: 'what came after',
  repeat: 'nobody has answered',
  reminder: 'nobody has answered',
  escalation: 'asked for help',
  cap: 'texts used up',
  entry: 'somebody came in',
  'not-armed': 'it did not arm',
  duress: 'somebody is under threat',
  chime: 'a door opened',
  notice: 'a notice',
  test: 'a test',
};

/** What would help nobody once somebody has answered. */
const untilAnswered: ReadonlySet<MessageKind> = new Set([
  ...(['repeat', 'reminder', 'escalation'] as const),
]);

/**
 * "Text: the alarm", "12 notifications: nobody has answered". `incident` is what the message is of, where
 * that is known: a call for help is confirmed from its beginning, and no sensor did it.
 */
export function lineTitle({ channel, kind, count }: ToldLine, incident?: IncidentKind): string {
  const word = channel === 'sms' ? 'text' : 'notification';
  const isCall = incident === 'panic' && (kind === 'alarm' || kind === 'confirmed');
  const what = isCall ? 'called for help' : about[kind];
  return `${count === 1 ? capital(word) : `${count} ${word}s`}: ${what}`;
}

export interface Fate {
  word: string;
  tone: 'calm' | 'watch' | 'care' | 'idle';
  icon: 'done' | 'clock' | 'care' | 'todo';
}

type Fated = Pick<
  MessageRow,
  'status' | 'attempts' | 'reason' | 'provider' | 'channel' | 'kind' | 'isRepeat'
>;

/** What became of a message. "Sent" is what the company or the push service took; no more is known. */
export function fateOf(message: Fated): Fate {
  const { status, attempts, reason, kind } = message;
  const why = reason === '' ? '' : `: ${reason}`;
  const repeat = message.isRepeat ? ', marked “repeat”: an earlier try may have arrived too' : '';
  switch (status) {
    case 'pending':
    case 'sending':
      return attempts > (status === 'sending' ? 1 : 0)
        ? { word: `Tried again${why}${repeat}`, tone: 'care', icon: 'clock' }
        : { word: 'On its way', tone: 'watch', icon: 'clock' };
    case 'sent': {
      if (!isSent(message)) {
        return { word: 'Written to the hub’s log, not sent', tone: 'care', icon: 'care' };
      }
      const tries = attempts > 1 ? ` at try ${attempts}` : '';
      return { word: `Sent${tries}${byWhom(message)}${repeat}`, tone: 'calm', icon: 'done' };
    }
    case 'failed':
      return { word: `Given up${why}`, tone: 'care', icon: 'care' };
    case 'unknown':
      return {
        word: 'May have arrived: the hub was cut off while sending it',
        tone: 'care',
        icon: 'care',
      };
    case 'dropped':
      if (isPractised(message)) {
        return { word: 'Not sent, because this was a practice', tone: 'idle', icon: 'todo' };
      }
      return untilAnswered.has(kind)
        ? { word: `Not needed any more${why}`, tone: 'idle', icon: 'todo' }
        : { word: `Not sent${why}`, tone: 'care', icon: 'care' };
  }
}

/** By the hub's own words of it. In a practice it went as it was meant to. */
function isPractised({ status, reason }: Pick<MessageRow, 'status' | 'reason'>): boolean {
  return status === 'dropped' && reason.startsWith('a practice');
}

function byWhom({ channel, provider }: Fated): string {
  return channel === 'sms' && provider !== '' ? ` by ${provider}` : '';
}

/** "Sent to Mum and Tom. Nothing got out to Lisa." */
export function toldSentence(told: readonly Told[]): string {
  const names = (some: readonly Told[]) => listWords(some.map(({ to }) => to));
  const sent = told.filter(({ sentAt }) => sentAt !== null);
  const waiting = told.filter(({ sentAt, isWaiting }) => sentAt === null && isWaiting);
  const unsent = told.filter(({ sentAt, isWaiting }) => sentAt === null && !isWaiting);
  const practised = unsent.filter(({ lines }) => lines.every(isPractised));
  const lost = unsent.filter(one => !practised.includes(one));
  const sentences = [
    sent.length > 0 ? `Sent to ${names(sent)}.` : '',
    waiting.length > 0 ? `On its way to ${names(waiting)}.` : '',
    lost.length > 0 ? `Nothing got out to ${names(lost)}.` : '',
    practised.length > 0 ? `A practice: ${names(practised)} would have been told.` : '',
  ];
  return sentences.filter(sentence => sentence !== '').join(' ') || 'Nobody was sent anything.';
}
