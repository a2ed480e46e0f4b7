import type { SensorStatus, Status } from '../../server/protocol.ts';
import { listWords } from './list-words.ts';
import type { Tone } from './sensor.ts';
import { clockTime } from './time.ts';

export interface Sentence {
  /** What the hub does, then what the sensors say: each a sentence. */
  lines: string[];
  tone: Tone;
}

interface Judgement {
  text: string;
  tone: Tone;
}

/** The first thing on the screen. It never says more than is known. */
export function sentenceOf(status: Status): Sentence {
  const { text, tone } = modeSentence(status);
  const hasGap = status.sensors.some(sensor => sensor.bypassed || isSilent(sensor));
  return {
    lines: [text, ...sensorSentences(status)],
    tone: tone === 'calm' && hasGap ? 'care' : tone,
  };
}

/** "Laundry door, then Hall.": what tripped, in order, each once. */
export function tripSentence(status: Status): string {
  const ids = [...new Set(status.incident?.trips.map(trip => trip.sensor))];
  const names = ids.map(id => status.sensors.find(sensor => sensor.id === id)?.name ?? id);
  const [first, second, ...more] = names;
  if (first === undefined) {
    return status.incident?.kind === 'panic'
      ? `${status.incident.calledBy?.name ?? 'Somebody'} called for help.`
      : 'Something tripped.';
  }
  if (status.incident?.kind === 'temperature') {
    return `${listWords(names)} ${second === undefined ? 'is out of its' : 'are out of their'} limits.`;
  }
  if (second === undefined) return `${first}.`;
  return more.length ? `${first}, then ${second} and more.` : `${first}, then ${second}.`;
}

function modeSentence(status: Status): Judgement {
  const { mode, alarm } = status;
  const isRecording = !status.flags.includes('storage');
  if (alarm.state === 'triggered') return { text: `Alarm! ${tripSentence(status)}`, tone: 'alarm' };
  if (alarm.state === 'pending')
    return { text: `Someone came in.${deadline(status)}`, tone: 'alarm' };
  if (mode === 'off') return { text: 'Off. Nothing is recorded.', tone: 'idle' };
  if (mode === 'monitor') {
    return isRecording
      ? { text: 'Recording only.', tone: 'watch' }
      : { text: 'Not recording: the disk is in trouble.', tone: 'care' };
  }
  if (alarm.state === 'arming') return { text: `Getting ready.${deadline(status)}`, tone: 'watch' };
  if (alarm.state === 'disarmed') return { text: 'Alert is chosen, but not on yet.', tone: 'care' };
  const memory = alarm.memory ? ' There was an alarm.' : '';
  const { profile } = status;
  const counting = status.sensors.filter(
    ({ zone, profiles }) => zone !== 'chime' && profile !== null && profiles.includes(profile),
  );
  if (counting.length > 0 && counting.every(({ bypassed }) => bypassed)) {
    return { text: `Armed, but nothing is watched.${memory}`, tone: 'care' };
  }
  return isRecording
    ? { text: `Watching.${memory}`, tone: memory ? 'care' : 'calm' }
    : { text: `Watching, but not recording.${memory}`, tone: 'care' };
}

function deadline(status: Status): string {
  const { state, deadline: at } = status.alarm;
  if (at === undefined) return '';
  const time = clockTime(at, status.timeZone, 'seconds');
  return state === 'pending' ? ` The alarm starts at ${time}.` : ` Watching starts at ${time}.`;
}

/** "Front door is open.", "Shed window is left out." */
export function sensorSentences(status: Status): string[] {
  const contacts = status.sensors.filter(sensor => sensor.kind === 'contact');
  const open = contacts.filter(sensor => sensor.state === 'open' && !sensor.bypassed);
  const leftOut = status.sensors.filter(sensor => sensor.bypassed);
  const silent = status.sensors.filter(sensor => isSilent(sensor) && !sensor.bypassed);
  const sentences: string[] = [];
  if (open.length) sentences.push(`${subject(open)} open.`);
  if (leftOut.length) sentences.push(`${subject(leftOut)} left out.`);
  if (silent.length) sentences.push(`${subject(silent, 'does', 'do')} not answer.`);
  if (sentences.length === 0 && contacts.length) sentences.push('Every watched door is closed.');
  return sentences;
}

function subject(sensors: readonly SensorStatus[], one = 'is', many = 'are'): string {
  return `${listWords(sensors.map(sensor => sensor.name))} ${sensors.length === 1 ? one : many}`;
}

function isSilent(sensor: SensorStatus): boolean {
  return sensor.state === 'fault' || sensor.state === 'unknown';
}
