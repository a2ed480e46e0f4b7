import type { Event, Notice, Status } from '../../server/protocol.ts';
import { isEvent, isIncident, isNotice, isStatus, isTemperature } from './guards.ts';
import { applyEvent, applyIncident, applyTemperature } from './status-deltas.ts';

export interface Heard {
  /** The status after the message; null if there is none to apply it to. */
  status: Status | null;
  event?: Event;
  notice?: Notice;
}

/** What one message of the stream says. A message of an unknown kind or shape changes nothing. */
export function readMessage(kind: string, data: string, known: Status | null): Heard {
  const body = parse(data);
  if (kind === 'status' && isStatus(body)) return { status: body };
  if (kind === 'event' && isEvent(body)) {
    return { status: known && applyEvent(known, body), event: body };
  }
  if (kind === 'temperature' && isTemperature(body)) {
    return { status: known && applyTemperature(known, body) };
  }
  if (kind === 'incident' && isIncident(body))
    return { status: known && applyIncident(known, body) };
  if (kind === 'notice' && isNotice(body)) return { status: known, notice: body };
  return { status: known };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
