import type { Channel } from '../protocol.ts';
import type { OutboxRow } from '../state/outbox.ts';
import type { Courier } from './courier.ts';

export interface Group {
  channel: Channel;
  /** Of messages that travel together. */
  ids: string[];
}

/** Messages of one batch travel together where the provider takes several; their words must be alike. */
export function groupDue(
  rows: readonly OutboxRow[],
  courierOf: (channel: Channel) => Courier | undefined,
): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const channel = toChannel(row.channel);
    const courier = courierOf(channel);
    if (!courier) continue;
    const key = courier.takesMany ? `${row.batch} ${row.is_repeat > 0}` : row.id;
    const group = groups.get(`${channel} ${key}`) ?? { channel, ids: [] };
    group.ids.push(row.id);
    groups.set(`${channel} ${key}`, group);
  }
  return [...groups.values()];
}

/** The text column comes back as the word that was put in. */
export function toChannel(text: string): Channel {
  return text === 'sms' ? 'sms' : 'push';
}
