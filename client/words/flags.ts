import type { Flag, Status } from '../../server/protocol.ts';
import { capital } from './capital.ts';
import { listWords } from './list-words.ts';
import { bypassLine } from './sensor.ts';

export interface Care {
  flag: Flag;
  title: string;
  text: string;
}

/** Said on every screen, because nothing on it is what it seems. */
export function bannerOf(flags: readonly Flag[]): { word: string; text: string } | null {
  if (flags.includes('replay'))
    return { word: 'REPLAY', text: 'A recording plays. These are not today’s doors.' };
  if (flags.includes('simulated'))
    return { word: 'SIMULATED', text: 'No real sensors are watched.' };
  return null;
}

export function careOf(status: Status): Care[] {
  // A practice is said on top of every screen, and how to end it.
  return status.flags
    .filter(flag => flag !== 'practice')
    .map(flag => ({ flag, ...careText(flag, status) }));
}

function careText(flag: Flag, status: Status): Omit<Care, 'flag'> {
  switch (flag) {
    case 'storage':
      return {
        title: 'The hub cannot write to its disk.',
        text: 'What happens now waits in its memory and is lost if it stops. An admin should look soon.',
      };
    case 'history':
      return {
        title: 'The long record is away.',
        text: 'New events wait safely on the hub. Days cannot be shown until it is back.',
      };
    case 'fault': {
      const names = status.sensors.filter(({ state }) => state === 'fault').map(({ name }) => name);
      return {
        title: names.length
          ? `${listWords(names)} cannot be trusted.`
          : 'A sensor cannot be trusted.',
        text: 'It gives no good reading: check its battery, plug or wire.',
      };
    }
    case 'clock':
      return {
        title: 'The hub is not sure of the time.',
        text: 'Times may be wrong until it has asked the network.',
      };
    case 'undecided':
      return {
        title: 'The alarm missed something.',
        text: 'By a mistake of the hub it did not judge what a sensor reported. The audit says which. An admin should look soon.',
      };
    case 'silent':
      return {
        title: 'An alarm would reach nobody.',
        text: 'No phone is told, and no number is set. Turn notifications on in House, This phone.',
      };
    case 'cap':
      return {
        title: 'Today’s text messages are used up.',
        text: 'Notifications go on. Texts come for confirmed alarms and faults only, until midnight.',
      };
    case 'network':
      return {
        title: 'Messages do not get out of the house.',
        text: 'The hub tries again and again. Alarms show here meanwhile.',
      };
    case 'undelivered':
      return {
        title: 'Somebody could not be told.',
        text: 'A message was given up lately. House, Who can be reached says which, and why.',
      };
    case 'bypassed': {
      const out = status.sensors.filter(({ bypassed }) => bypassed);
      return {
        title: `${listWords(out.map(({ name }) => name))} left out.`,
        text: out
          .map(sensor => {
            const why = capital(bypassLine(sensor).replace(/^left out:? /, ''));
            return `${out.length > 1 ? `${sensor.name}: ` : ''}${why}.`;
          })
          .join(' '),
      };
    }
    case 'tamper':
      return {
        title: 'Somebody may be tampering.',
        text: 'A sensor that is watched in every mode tripped, or two failed at once.',
      };
    case 'practice':
      return { title: 'This is a practice.', text: 'No alarm leaves the house. Nobody is called.' };
    case 'simulated':
      return { title: 'This house is simulated.', text: 'No real sensors are watched.' };
    case 'replay':
      return { title: 'A recording plays.', text: 'These are not today’s doors.' };
  }
}
