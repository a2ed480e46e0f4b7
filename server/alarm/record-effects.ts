import type { Config } from '../config/config.ts';
import { alertText } from '../notify/messages.ts';
import type { Incidents } from '../state/incidents.ts';
import type { Entry } from '../state/journal.ts';
import type { Outbox } from '../state/outbox.ts';
import type { AlarmEffect } from './alarm-state.ts';

export interface EffectRooms {
  incidents: Incidents;
  outbox: Outbox;
  newId: (at: number) => string;
  /** Local time of day, such as 02:41. */
  timeOfDay: (at: number) => string;
  config: Pick<Config, 'site' | 'notify'>;
}

/**
 * Writes what a decision led to, inside the decision's own transaction: a crash forgets nothing and
 * says nothing twice.
 *
 * @param append adds to the journal
 */
export function recordEffect(
  effect: AlarmEffect,
  now: number,
  append: (entry: Entry) => void,
  { incidents, outbox, newId, timeOfDay, config }: EffectRooms,
): void {
  switch (effect.type) {
    case 'mode-changed': {
      const { from, to, profile, bypassed, by } = effect;
      const leftOut = bypassed.length > 0 ? `; left out: ${bypassed.join(', ')}` : '';
      const detail = `from ${from} to ${to}${profile ? ` (${profile})` : ''}${leftOut}`;
      append({ id: newId(now), at: now, topic: 'audit', kind: 'mode', body: { by, detail } });
      return;
    }
    case 'incident': {
      incidents.save(effect.incident);
      append({
        id: newId(now),
        at: now,
        topic: 'incident',
        kind: effect.change,
        body: effect.incident,
      });
      return;
    }
    case 'alert': {
      const { incident, zone, at } = effect;
      const body = alertText({ site: config.site, zone, time: timeOfDay(at) });
      const recipients = [
        { channel: 'push' as const, recipient: 'family' },
        ...(config.notify.sms?.recipients ?? []).map(recipient => ({
          channel: 'sms' as const,
          recipient,
        })),
      ];
      for (const to of recipients) {
        outbox.put({ id: newId(now), incident: incident.id, ...to, body, createdAt: now });
      }
      return;
    }
  }
}
