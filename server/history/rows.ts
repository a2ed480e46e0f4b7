import type { By, EventKind, Mode, Via } from '../protocol.ts';
import type { JournalRow } from '../state/journal.ts';
import type { StoredAudit, StoredEvent } from './history.ts';

const hub: By = { name: 'hub', via: 'hub' };
const detailLimit = 4000;

/** The text columns come back as the words that were put in. */
export function toEvent(row: {
  id: string;
  at: number;
  sensor: string;
  kind: string;
  mode: string;
}): StoredEvent {
  const { id, at, sensor } = row;
  return { id, at, sensor, kind: toKind(row.kind), mode: toMode(row.mode) };
}

/** An event of the journal, whose time may still be in doubt. */
export function toLiveEvent(row: JournalRow): StoredEvent {
  return { ...toEvent(row), ...(row.doubtful === 1 ? { doubtful: true as const } : {}) };
}

function toKind(text: string): EventKind {
  return text === 'trigger' ? 'trigger' : 'reset';
}

function toMode(text: string): Mode {
  return text === 'alert' || text === 'monitor' ? text : 'off';
}

export function toVia(text: string): Via {
  return isVia(text) ? text : 'hub';
}

/** A table, so that none can be forgotten. */
const vias: Record<Via, true> = {
  ...{ certificate: true, totp: true, link: true, passkey: true, hub: true },
};

function isVia(text: string): text is Via {
  return Object.hasOwn(vias, text);
}

/** An audit entry or a notice of the journal as the history's audit holds it. */
export function toAudit({ id, at, topic, kind, body }: JournalRow): StoredAudit {
  const { by = hub, detail = '', text = '' } = parseBody(body);
  const said = topic === 'notice' ? text : detail;
  return { id, at, by, action: kind, detail: said.slice(0, detailLimit) };
}

function parseBody(body: string): { by?: By; detail?: string; text?: string } {
  // Written by this program, as an object.
  return body === '' ? {} : JSON.parse(body);
}
