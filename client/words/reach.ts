import type { Reach, ReachRow } from '../../server/protocol.ts';
import {
  needsCare,
  type PersonStanding,
  pushStanding,
  type Standing,
  standingOf,
  textStanding,
} from '../data/reach-standing.ts';
import { isForTrial } from '../data/told.ts';
import { allWords } from './all-words.ts';
import { capital } from './capital.ts';
import { nearTime } from './time.ts';

type Text = NonNullable<ReachRow['sms']>;
type Push = ReachRow['push'][number];

/** The whole in a few sentences; the first is the headline. */
export function reachSentences(reach: Reach, nowMs: number): string[] {
  const family = reach.people.filter(row => row.isPerson || !row.sms?.isEscalation);
  const named = (standing: PersonStanding) =>
    family.filter(row => standingOf(row, reach, nowMs) === standing).map(({ name }) => name);
  const [proven, likely, broken, none] = [
    named('proven'),
    named('likely'),
    named('broken'),
    named('none'),
  ];
  const contacts = reach.people.filter(row => row.sms?.isEscalation);
  const sentences = [
    proven.length > 0 ? `An alarm reaches ${allWords(proven)}.` : '',
    likely.length > 0
      ? `${proven.length > 0 ? 'It' : 'An alarm'} should reach ${allWords(likely)}.`
      : '',
    likely.length > 0 ? 'Nothing has proved that lately: try it out.' : '',
    proven.length + likely.length === 0 ? 'An alarm reaches nobody.' : '',
    broken.length > 0 ? `Nothing gets through to ${allWords(broken)}.` : '',
    none.length > 0
      ? `${allWords(none)} ${none.length === 1 ? 'has' : 'have'} no phone that can be told.`
      : '',
    contacts.length > 0
      ? `When nobody answers, ${allWords(contacts.map(({ name }) => name))} ${contacts.length === 1 ? 'is' : 'are'} asked for help.`
      : '',
  ];
  return sentences.filter(sentence => sentence !== '');
}

export const standingWord: Record<Standing, string> = {
  proven: 'Works',
  likely: 'Not proved',
  broken: 'Broken',
  off: 'Off',
};

/** What stands beside a name. */
export function personWord(row: ReachRow, reach: Reach, nowMs: number): string {
  const standing = standingOf(row, reach, nowMs);
  if (standing === 'none') return 'No way';
  if (standing !== 'off' && standing !== 'broken' && needsCare(row, reach, nowMs)) {
    return 'Partly broken';
  }
  return standingWord[standing];
}

/** "Taken by the phone company yesterday 10:00. Confirmed by a tap on Sunday 12:10." */
export function textLine(text: Text, reach: Reach, nowMs: number, timeZone: string): string {
  const at = (time: string) => nearTime(time, nowMs, timeZone);
  if (reach.sms.provider === null) return 'The hub sends no text messages: no company is set up.';
  if (isForTrial(reach.sms.provider)) return 'The hub only writes texts to its own console.';
  if (!text.isOn) return 'Text messages are switched off for this number.';
  const standing = textStanding(text, reach, nowMs);
  const said = [
    standing === 'broken' && text.failedAt !== null
      ? `The last one failed ${at(text.failedAt)}${text.failure === '' ? '' : `: ${text.failure}`}.`
      : '',
    text.acceptedAt === null ? '' : `Taken by the phone company ${at(text.acceptedAt)}.`,
    text.confirmedAt === null
      ? 'Nobody has confirmed yet that one arrived.'
      : `Confirmed by a tap ${at(text.confirmedAt)}.`,
  ];
  if (text.acceptedAt === null && text.failedAt === null) {
    return text.confirmedAt === null ? 'No text message was sent there yet.' : (said[2] ?? '');
  }
  return said.filter(line => line !== '').join(' ');
}

/** "Shown 22 November, opened by a tap Sunday 12:10." */
export function pushLine(push: Push, reach: Reach, nowMs: number, timeZone: string): string {
  const at = (time: string) => nearTime(time, nowMs, timeZone);
  if (!reach.push.isConfigured) return 'The hub sends no notifications: they are not set up.';
  const proof = [
    push.shownAt === null ? '' : `shown ${at(push.shownAt)}`,
    push.tappedAt === null ? '' : `opened by a tap ${at(push.tappedAt)}`,
  ].filter(words => words !== '');
  const last =
    proof.length > 0
      ? `${capital(proof.join(', '))}.`
      : `None was seen to arrive yet. Turned on ${at(push.seenAt)}.`;
  if (push.brokenAt === null) return last;
  const why = push.failure === '' ? '' : `: ${push.failure}`;
  return `Broken since ${at(push.brokenAt)}${why}. ${last}`;
}

/** What to do about what does not work; empty when there is nothing. */
export function adviceFor(row: ReachRow, reach: Reach, nowMs: number, isOwn: boolean): string[] {
  if (row.isOff) return [];
  const advice: string[] = [];
  if (row.push.some(push => pushStanding(push, reach, nowMs) === 'broken')) {
    advice.push(
      isOwn
        ? 'Turn notifications off and on again on that phone: House, This phone.'
        : `${row.name} opens sec53 on that phone and turns notifications on again: House, This phone.`,
    );
  }
  if (row.sms && textStanding(row.sms, reach, nowMs) === 'broken') {
    advice.push(
      row.isPerson
        ? 'Look whether the number is right, then send a test text.'
        : 'Look whether the number in sec53.yaml is right, then send a test text.',
    );
  }
  if (standingOf(row, reach, nowMs) === 'none' && row.isPerson) {
    advice.push(
      isOwn
        ? 'Write your number in House, How I am told, or turn notifications on in House, This phone.'
        : `${row.name} writes a number in House, How I am told, or turns notifications on in House, This phone.`,
    );
  }
  return advice;
}

/** What somebody is beside a person of the house, and when they are left in peace. */
export function rowNote({ isPerson, isOff, quiet, sms }: ReachRow): string {
  const notes = [
    sms?.isEscalation ? 'asked for help when nobody answers' : '',
    isPerson ? '' : 'written in the hub’s configuration',
    isOff ? 'told nothing: switched off by choice, or a guest' : '',
    quiet ? `quiet from ${quiet.from} to ${quiet.to}` : '',
  ];
  return capital(notes.filter(note => note !== '').join(', '));
}
