import type { Words } from '../notify/tellings.ts';
import type { GarageCommand, GarageRefusal } from '../protocol.ts';
import type { DoorEffect } from './garage-door.ts';
import type { GuestHours } from './guest-hours.ts';

const house = (site: string) => site.slice(0, 24);

function wordsOf(site: string, title: string, body: string, isUrgent: boolean): Words {
  return { title, text: `${house(site)}: ${title}. ${body}`, body, isUrgent };
}

export function stuckWords(site: string, door: string, level: string): Words {
  const body = `It did not get there in time; its sensor says ${level}. Look at it before you move it again.`;
  return wordsOf(site, `${door} is stuck`, body, true);
}

export function leftOpenWords(site: string, door: string, minutes: number): Words {
  const body = `For ${minutes} min now. Close it in the app if nobody is there.`;
  return wordsOf(site, `${door} stands open`, body, false);
}

export function keptOpenWords(site: string, door: string): Words {
  const body =
    'It does not close by itself while the house is armed: a position wire that is cut reads open too. Look at it.';
  return wordsOf(site, `${door} stands open`, body, false);
}

/** @param trouble names the line and the fix */
export function troubleWords(site: string, what: string, trouble: string): Words {
  return wordsOf(site, `${what} cannot be switched`, `${trouble}.`.replace(/\.\.$/, '.'), false);
}

/** Why a door is not moved, and what would help. */
export function refusalDetail(
  reason: GarageRefusal,
  {
    name,
    command,
    trouble,
    guests,
  }: {
    name: string;
    command: GarageCommand;
    trouble: string | null;
    guests: GuestHours | undefined;
  },
): string {
  switch (reason) {
    case 'already-there':
      return `${name} is ${command === 'open' ? 'open' : 'closed'} already`;
    case 'moving':
      return `${name} moves already: wait until it is there`;
    case 'position-unknown':
      return `nobody knows where ${name} is: look at its position sensor`;
    case 'too-soon':
      return `${name} was moved a moment ago, or by hand, or the hub has just started: wait a little`;
    case 'armed':
      return `opening ${name} would raise the alarm: disarm first`;
    case 'not-allowed':
      return `guests may move ${name} from ${guests?.from} to ${guests?.to} on ${guests?.days.join(', ')}, while the hub is sure of the time`;
    case 'fault':
      return `${name} cannot be moved: ${trouble ?? 'its relay does not answer'}`;
  }
}

export function endedDetail(
  name: string,
  { how }: Pick<Extract<DoorEffect, { type: 'ended' }>, 'how'>,
): string {
  switch (how) {
    case 'opened':
      return `${name} is open`;
    case 'closed':
      return `${name} is closed`;
    case 'cancelled':
      return `the closing of ${name} was taken back`;
    case 'stuck':
      return `${name} did not get there in time`;
    case 'lost':
      return `${name} moved otherwise, or its sensor was lost`;
  }
}
