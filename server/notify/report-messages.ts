import { beyondWords } from '../alarm/alarm-limits.ts';
import type { Report, TemperatureReport } from '../alarm/alerting-state.ts';
import { fitGsm7, gsm7Length, toGsm7 } from './gsm7.ts';
import { type Message, textLimit } from './messages.ts';

const profileNames: Record<Extract<Report, { kind: 'armed' }>['profile'], string> = {
  away: 'Away',
  night: 'Night',
  home: 'At home',
};
const reasons = { open: 'is open', fault: 'is at fault', unknown: 'was never seen' } as const;

/**
 * What the alarm did that is no incident, in words.
 *
 * @param now epoch milliseconds
 * @param timeOfDay local, such as 02:41
 */
export function reportMessage(
  report: Report | TemperatureReport,
  house: string,
  now: number,
  timeOfDay: (at: number) => string,
): Message {
  const site = fitGsm7(toGsm7(house), 24);
  /** A text message is one segment: what may be long comes in the middle, and is cut. */
  const inSegment = (head: string, middle: string, tail: string) =>
    `${head}${fitGsm7(toGsm7(middle), Math.max(0, textLimit - gsm7Length(head + tail)))}${tail}`;
  switch (report.kind) {
    case 'entry': {
      const names = report.trips.map(({ name }) => name).join(', ');
      const seconds = Math.round((report.endsAt - now) / 1000);
      const title = `Someone came in · ${seconds} s`;
      const body = `${names}, ${timeOfDay(now)}. Disarm before ${timeOfDay(report.endsAt)}.`;
      return { title, text: inSegment(`${site}: `, body, ''), body, at: now };
    }
    case 'armed': {
      const names = report.bypassed.map(({ name }) => name).join(', ');
      const leftOut = names === '' ? '' : ` Left out: ${names}.`;
      const who = report.by.via === 'hub' ? 'by itself' : `by ${report.by.name}`;
      const body = `${profileNames[report.profile]}, ${who} at ${timeOfDay(now)}.${leftOut}`;
      return {
        title: `Armed · ${site}`,
        text: inSegment(`${site}: armed. `, body, ''),
        body,
        at: now,
      };
    }
    case 'not-armed': {
      const why = report.blockers
        .map(({ name, reason }) => `${name} ${reasons[reason]}`)
        .join(', ');
      const text = inSegment(
        `${site} DID NOT ARM (${profileNames[report.profile]}): `,
        why,
        '. Open sec53.',
      );
      return { title: 'Did not arm', text, body: `${why}. The house is as it was.`, at: now };
    }
    case 'exit-error': {
      const what =
        report.endsAt === null
          ? 'The alarm is raised.'
          : `Disarm before ${timeOfDay(report.endsAt)}, or the alarm is raised.`;
      const text = inSegment(`${site}: `, report.name, ` was left open. ${what}`);
      return { title: `${report.name} was left open`, text, body: what, at: now };
    }
    case 'duress': {
      const body = `${report.by.name} wrote the code for help at ${timeOfDay(now)}. Do not call: whoever threatens them would hear it. Call the police, 000.`;
      const tail = ' is under threat. Do not call back. Call the police, 000.';
      const text = inSegment(`${site} DURESS ${timeOfDay(now)}: `, report.by.name, tail);
      return { title: `${report.by.name} is under threat`, text, body, at: now };
    }
    case 'temperature': {
      const { name, beyond } = report;
      const words = beyondWords(beyond);
      const body = `${site}, ${timeOfDay(now)}.${beyond.isBack ? '' : ' See sec53 for how it goes on.'}`;
      const text = inSegment(`${site}: `, name, ` ${toGsm7(words)}. Open sec53.`);
      return { title: `${name} ${words}`, text, body, at: now };
    }
    case 'practice': {
      const { until, by } = report;
      const title = until === null ? 'The practice is over' : `Practice by ${by.name}`;
      const body =
        until === null
          ? 'Alarms are sent again.'
          : `Until ${timeOfDay(until)} no alarm leaves the house. Nobody is called.`;
      return { title, text: inSegment(`${site}: `, body, ''), body, at: now };
    }
  }
}
