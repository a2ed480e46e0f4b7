import type { Zone } from '../alarm/alarm-state.ts';

export interface AlertFacts {
  site: string;
  zone: Pick<Zone, 'name' | 'sensorKind'>;
  /** Local time of the trip, such as 02:41. */
  time: string;
}

const gsm7Limit = 160;

/** What happened, where, when and what to do, within one text message. */
export function alertText({ site, zone, time }: AlertFacts): string {
  const what = zone.sensorKind === 'contact' ? 'opened' : 'motion';
  const tail = ` ${what} at ${time}. Open sec53 to see and to acknowledge.`;
  const head = `${site} ALERT: ${zone.name}`;
  return `${head.slice(0, gsm7Limit - tail.length)}${tail}`;
}
