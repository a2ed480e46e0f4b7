import type { Words } from '../notify/tellings.ts';
import type { Level, Profile } from '../protocol.ts';

const profileNames: Record<Profile, string> = {
  away: 'Away',
  night: 'Night',
  home: 'At home',
};

/** A question that a tap answers: it opens the app with the choice made, to be confirmed there. */
export function armQuestion(site: string, timeOfDay: string, profile: Profile): Words {
  const title = `It is ${timeOfDay}. Arm ${profileNames[profile]}?`;
  return { title, text: `${site}: ${title}`, body: 'Tap to arm.', isUrgent: false };
}

export function outQuestion(site: string): Words {
  const title = 'Everybody seems to be out: arm?';
  return {
    title,
    text: `${site}: ${title}`,
    body: 'Nobody is in, and it is not armed.',
    isUrgent: false,
  };
}

/** The hub was off, or its clock was not set, when it should have armed. */
export function missedWords(site: string, timeOfDay: string, profile: Profile): Words {
  const title = `${profileNames[profile]} was not armed at ${timeOfDay}`;
  const body = 'The hub was off then, or its clock was not set. Arm it now if you want it armed.';
  return { title, text: `${site}: ${title}. ${body}`, body, isUrgent: true };
}

/** It is armed in another profile, which watches what this one does not. */
export function keptWords(timeOfDay: string, profile: Profile, current: Profile | null): string {
  const now = current ? profileNames[current] : 'another profile';
  return `${profileNames[profile]} of ${timeOfDay} was left out: the house is armed ${now}, which watches more.`;
}

/** Somebody armed by hand before the time came that somebody else had set. */
export function overruledWords(
  site: string,
  timeOfDay: string,
  later: Profile,
  armed: Profile,
  who: string,
): Words {
  const title = `${profileNames[later]} will not be armed at ${timeOfDay}`;
  const body = `${who} armed ${profileNames[armed]} before that. Set it again if you still want it.`;
  return { title, text: `${site}: ${title}. ${body}`, body, isUrgent: false };
}

/** What stands open at bedtime; undefined when nothing does. */
export function bedtimeWords(
  site: string,
  doors: readonly { name: string; level: Level | number | undefined }[],
): Words | undefined {
  const open = doors.filter(({ level }) => level === 'open').map(({ name }) => name);
  const faulty = doors.filter(({ level }) => level === 'fault').map(({ name }) => name);
  if (open.length + faulty.length === 0) return undefined;
  const parts = [
    ...(open.length > 0 ? [`Open: ${open.join(', ')}.`] : []),
    ...(faulty.length > 0 ? [`At fault: ${faulty.join(', ')}.`] : []),
  ];
  const title = open.length > 0 ? 'Still open before bed' : 'At fault before bed';
  const body = parts.join(' ');
  return { title, text: `${site}: ${body}`, body, isUrgent: false };
}
