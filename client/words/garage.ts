import type { GarageCommand, GaragePosition, GarageStatus, Status } from '../../server/protocol.ts';
import { clockTime, nearTime } from './time.ts';

export const positionWord: Record<GaragePosition, string> = {
  open: 'Open',
  closed: 'Closed',
  warning: 'About to close',
  opening: 'Opening',
  closing: 'Closing',
  stuck: 'Stuck',
  unknown: 'Not known',
};

/** What can be asked of it now: away from where it is; null while it moves, or nobody knows. */
export function nextCommand(
  { position, sensor }: GarageStatus,
  sensors: Status['sensors'],
): GarageCommand | null {
  if (position === 'closed') return 'open';
  if (position === 'open') return 'close';
  if (position !== 'stuck') return null;
  return sensors.find(({ id }) => id === sensor)?.state === 'closed' ? 'open' : 'close';
}

/** "since 08:12", "until 08:13 at the latest, asked by Mum", "closes by itself at 09:00". */
export function doorLine(
  { position, since, until, by, closesAt }: GarageStatus,
  nowMs: number,
  timeZone: string,
): string {
  const time = (at: string) => clockTime(at, timeZone, 'seconds');
  if (position === 'warning' && until) return `closes at ${time(until)}${askedBy(by)}`;
  if (until) return `there by ${time(until)}${askedBy(by)}`;
  const parts = [
    ...(since ? [`since ${nearTime(since, nowMs, timeZone)}`] : []),
    ...(closesAt ? [`closes by itself at ${clockTime(closesAt, timeZone, 'minutes')}`] : []),
  ];
  return parts.join(', ');
}

function askedBy(by: GarageStatus['by']): string {
  if (!by) return '';
  return by.via === 'hub' ? ', by itself' : `, asked by ${by.name}`;
}

/** What is out of the ordinary with it, and what to do; empty for nothing. */
export function doorAdvice({ position }: GarageStatus): string {
  switch (position) {
    case 'stuck':
      return 'It did not get there in time. Look at it before you move it again.';
    case 'unknown':
      return 'Its sensor does not say where it is, so it is not moved from here. Look at the sensor and its wire.';
    default:
      return '';
  }
}

/** Before it moves. */
export function movingMeans(command: GarageCommand, { warn }: GarageStatus): string {
  if (command === 'open') return 'It opens at once.';
  return warn === 0 ? 'It closes at once.' : `It warns for ${warn} s, then closes.`;
}
