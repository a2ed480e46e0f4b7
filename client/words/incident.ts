import type {
  By,
  IncidentMark,
  IncidentStep,
  IncidentSummary,
  SensorStatus,
  Status,
} from '../../server/protocol.ts';
import type { SensorRow } from '../data/step-rows.ts';
import { durationWords } from './duration.ts';
import { modeName, profileTitle } from './mode.ts';
import { clockTime, nearTime } from './time.ts';

export type Sensors = ReadonlyMap<string, Pick<SensorStatus, 'name' | 'kind' | 'zone'>>;

/** "Laundry door opened", "Hall motion": what a trip of this sensor was. */
export function tripWords(id: string, sensors: Sensors): string {
  const sensor = sensors.get(id);
  if (!sensor) return `${id} tripped`;
  const { name, kind, zone } = sensor;
  if (kind === 'temperature') return `${name} out of its limits`;
  if (zone === '24-hour') return `${name} tripped`;
  if (kind === 'motion') return /motion|movement/i.test(name) ? name : `${name} motion`;
  return `${name} opened`;
}

/**
 * "Laundry door opened, then Hall motion and 2 more.", "Mum called for help."
 *
 * @param caller who called for help, if that is known
 */
export function incidentHeadline(
  { kind, trips }: IncidentSummary,
  sensors: Sensors,
  caller = 'Somebody',
): string {
  if (kind === 'panic') return `${caller} called for help.`;
  const [first, second, ...more] = trips.map(({ sensor }) => tripWords(sensor, sensors));
  if (first === undefined) return 'Something tripped.';
  if (second === undefined) return `${first}.`;
  return `${first}, then ${second}${more.length > 0 ? ` and ${more.length} more` : ''}.`;
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** What kind of alarm it is, when it is not a sensor that somebody passed; empty otherwise. */
export function kindWords({ kind, isPractice }: IncidentSummary): string {
  const words = [
    kind === 'tamper'
      ? 'Tampering: a sensor that is watched in every mode tripped, or two failed at once.'
      : '',
    kind === 'temperature'
      ? 'Nobody came in: it is too warm or too cold, or changes too fast.'
      : '',
    isPractice ? 'This was a practice: nothing of it left the house.' : '',
  ];
  return words.filter(word => word !== '').join(' ');
}

/** While the siren sounds, until when; empty otherwise. */
export function sirenWords({ siren, alarm, timeZone }: Status): string {
  if (siren !== true) return '';
  const { deadline } = alarm;
  return deadline === undefined
    ? 'The siren sounds.'
    : `The siren sounds until ${clockTime(deadline, timeZone, 'minutes')}.`;
}

/** How far it is to be believed: "Two sensors tripped. A second one confirmed it after 40 s." */
export function certaintyWords({ kind, trips, openedAt, confirmedAt }: IncidentSummary): string {
  const number = NUMBERS[trips.length] ?? String(trips.length);
  const count = `${number} sensor${trips.length === 1 ? '' : 's'}`;
  if (kind === 'panic') return trips.length === 0 ? 'No sensor tripped.' : `${count} tripped.`;
  if (kind === 'temperature') {
    return trips.length === 1
      ? 'One thermometer went out of its limits.'
      : `${number} thermometers went out of their limits.`;
  }
  if (confirmedAt === null) {
    return trips.length > 1
      ? `${count} tripped. It is not confirmed.`
      : `${count} tripped. No second one confirms it.`;
  }
  const afterMs = Date.parse(confirmedAt) - Date.parse(openedAt);
  const after = afterMs < 1000 ? 'at once' : `after ${durationWords(afterMs)}`;
  return `${count} tripped. A second one confirmed it ${after}.`;
}

/** Who has answered it, and when. */
export function answerWords(
  { acknowledgedBy, acknowledgedAt, closedAt }: IncidentSummary,
  nowMs: number,
  timeZone: string,
): string {
  if (acknowledgedBy && acknowledgedAt) {
    return `${seenBy(acknowledgedBy)} at ${nearTime(acknowledgedAt, nowMs, timeZone)}.`;
  }
  return closedAt === null
    ? 'Nobody has said yet that they have seen it.'
    : 'Nobody ever said that they had seen it.';
}

function seenBy({ name, via }: By): string {
  return via === 'hub' ? 'Answered at the hub' : `Seen by ${name}`;
}

/** How it ended, for a list. */
export function endingWords(incident: IncidentSummary): string {
  if (incident.acknowledgedBy) {
    const seen = seenBy(incident.acknowledgedBy);
    return incident.closedAt === null ? `${seen}, still going on` : seen;
  }
  return incident.closedAt === null ? 'Nobody has answered yet' : 'Nobody answered';
}

export const MARKS: readonly IncidentMark[] = ['real', 'us', 'pet', 'sun', 'test'];

export const markName: Record<IncidentMark, string> = {
  real: 'Real',
  us: 'One of us',
  pet: 'A pet',
  sun: 'The sun',
  test: 'A test',
};

/** Under a row: "for 18 s", "12 times until 02:43:10". */
export function sensorRowDetail(row: SensorRow, timeZone: string): string {
  const { trips, lastAt, endAt, at } = row;
  if (trips === 0) return '';
  if (trips === 1) {
    return endAt === null ? '' : `for ${durationWords(Date.parse(endAt) - Date.parse(at))}`;
  }
  return `${trips} times, last ${clockTime(lastAt, timeZone, 'seconds')}`;
}

export function sensorRowTitle({ sensor, trips }: SensorRow, sensors: Sensors): string {
  if (trips > 0) return tripWords(sensor, sensors);
  const known = sensors.get(sensor);
  const name = known?.name ?? sensor;
  return known?.kind === 'contact' && known.zone !== '24-hour'
    ? `${name} closed`
    : `${name} still again`;
}

const tripDetail: Record<string, string> = {
  'while-off': 'Found so at the start: it changed while the hub was off',
  heard: 'Heard before, and not believed alone',
};

/** What was no trip, or a trip with more to say: a title, and a line that explains it. */
export function stepWords(step: IncidentStep, sensors: Sensors): { title: string; text: string } {
  const { kind, by, detail } = step;
  const name = step.sensor === null ? '' : (sensors.get(step.sensor)?.name ?? step.sensor);
  const moved = step.sensor === null ? '' : tripWords(step.sensor, sensors);
  const who = by ? (by.via === 'hub' ? ', by the hub' : `, by ${by.name}`) : '';
  switch (kind) {
    case 'trip':
      return { title: moved, text: tripDetail[detail] ?? '' };
    case 'restore':
      return { title: name, text: '' };
    case 'temperature':
      return { title: `${name} ${detail}`, text: '' };
    case 'fault':
      return {
        title: `${name} failed`,
        text: 'It gives no good reading: cut, pulled out or broken',
      };
    case 'panic':
      return { title: by ? `${by.name} called for help` : 'Somebody called for help', text: '' };
    case 'entry':
      return { title: moved, text: 'Somebody came in: there was time to disarm' };
    case 'exit-error':
      return { title: `${name} was left open`, text: 'The time to leave was over' };
    case 'confirmed':
      return { title: 'The alarm is confirmed', text: `${name} tripped as a second sensor` };
    case 'quiet':
      return {
        title: `No more texts for ${name}`,
        text: 'It tripped too often. All of it is still recorded.',
      };
    case 'alarm-over':
      return { title: 'The alarm time is over', text: 'The doors are still watched.' };
    case 'mode':
      return { title: `${modeStep(detail)}${who}`, text: '' };
    case 'acknowledged':
      return { title: by ? seenBy(by) : 'Seen', text: 'Nobody is asked again' };
    case 'closed':
      return { title: 'The end of it', text: 'What trips later is another alarm' };
    case 'marked': {
      const mark = MARKS.find(one => one === detail);
      const title = mark ? `Marked “${markName[mark]}”` : 'The mark was taken back';
      return { title: `${title}${who}`, text: '' };
    }
  }
}

/** The hub writes "alert (away)". */
function modeStep(detail: string): string {
  const [mode = '', profile = ''] = detail.split(/[ ()]+/);
  const name = Object.entries(modeName).find(([key]) => key === mode)?.[1] ?? detail;
  const title = Object.entries(profileTitle).find(([key]) => key === profile)?.[1];
  return title ? `${name}, ${title.toLowerCase()}` : name;
}
