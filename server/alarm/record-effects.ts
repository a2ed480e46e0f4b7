import type { Config } from '../config/config.ts';
import { alertMessage, capMessage, type Message } from '../notify/messages.ts';
import { reportMessage } from '../notify/report-messages.ts';
import type { Channel, MessageKind } from '../protocol.ts';
import type { Incidents } from '../state/incidents.ts';
import type { Entry } from '../state/journal.ts';
import { answered, type Outbox, practised } from '../state/outbox.ts';
import type { AlarmEffect } from './alarm-decision.ts';
import type { Now } from './alarm-state.ts';
import type { Recipient, Report, TemperatureReport } from './alerting-state.ts';
import { leftOut, passedWords } from './passed-words.ts';

export interface EffectRooms {
  incidents: Incidents;
  outbox: Outbox;
  newId: (at: number) => string;
  /** Local time of day, such as 02:41. */
  timeOfDay: (at: number) => string;
  config: Pick<Config, 'site' | 'notify'>;
}

/** Whoever tries it out looks for it now. */
const testSeconds = 600;
/** What is about this moment alone. */
const momentSeconds = 60;

export function hasMessages({ type }: AlarmEffect): boolean {
  return type === 'alert' || type === 'report' || type === 'cap-reached' || type === 'telling';
}

function kindOf(report: Report | TemperatureReport): MessageKind {
  const { kind } = report;
  if (kind === 'temperature') {
    return report.beyond.isBack ? 'notice' : report.isFirst ? 'alarm' : 'more';
  }
  if (kind === 'entry' || kind === 'duress' || kind === 'not-armed') return kind;
  return kind === 'exit-error' ? 'not-armed' : 'notice';
}

/** What is pointless once somebody has answered. */
const untilAnswered: readonly MessageKind[] = ['repeat', 'reminder', 'escalation'];

/**
 * Writes what a decision led to, inside the decision's own transaction: a crash forgets nothing and
 * says nothing twice.
 *
 * @param append adds to the journal
 */
export function recordEffect(
  effect: AlarmEffect,
  now: Now,
  append: (entry: Entry) => void,
  { incidents, outbox, newId, timeOfDay, config }: EffectRooms,
): void {
  const { site, notify } = config;

  function put(
    kind: MessageKind,
    incident: string,
    { title, text, body, at }: Message,
    to: { sms: readonly Recipient[]; push: readonly Recipient[]; isPractice?: true },
    more: { threatened?: string; opens?: string } = {},
  ): void {
    const batch = newId(now.wall);
    const seconds = lifeOf(kind);
    const channels: [Channel, readonly Recipient[]][] = [
      ['sms', to.sms],
      ['push', to.push],
    ];
    for (const [channel, recipients] of channels) {
      for (const { address, person } of recipients) {
        const id = newId(now.wall);
        outbox.put({
          ...{ id, batch, incident, kind, channel, recipient: address, person },
          ...{ title, text: channel === 'sms' ? text : body, aboutAt: at, createdAt: now.wall },
          ...{ dueAt: now.steady, staleAt: now.steady + seconds * 1000, ...more },
        });
        if (to.isPractice) outbox.end(id, { status: 'dropped', reason: practised }, now.wall);
      }
    }
  }

  /** Seconds until a message helps nobody any more. */
  function lifeOf(kind: MessageKind): number {
    if (kind === 'repeat') return notify.repeat.pushEvery;
    if (kind === 'test') return testSeconds;
    return kind === 'entry' || kind === 'chime' ? momentSeconds : notify.staleAfter;
  }

  switch (effect.type) {
    case 'mode-changed': {
      const { from, to, profile, bypassed, by, isAtOnce } = effect;
      const how = `${profile ? ` (${profile})` : ''}${isAtOnce ? ', at once' : ''}`;
      const detail = `from ${from} to ${to}${how}${leftOut(bypassed)}`;
      const at = now.wall;
      append({ id: newId(at), at, topic: 'audit', kind: 'mode', body: { by, detail } });
      // Whoever came in was of the family.
      if (to !== 'alert') outbox.drop({ incident: '', kinds: ['entry'] }, answered, at);
      return;
    }
    case 'passed': {
      const at = now.wall;
      const { action, detail } = passedWords(effect.what);
      const body = { by: effect.by, detail };
      append({ id: newId(at), at, topic: 'audit', kind: action, body });
      return;
    }
    case 'incident': {
      const { incident, change } = effect;
      incidents.save(incident);
      if (change === 'acknowledged') {
        outbox.drop({ incident: incident.id, kinds: untilAnswered }, answered, now.wall);
      }
      // The same sensors again are events like any other.
      if (change === 'joined') return;
      const at = now.wall;
      append({ id: newId(at), at, topic: 'incident', kind: change, body: incident });
      return;
    }
    case 'step':
      incidents.addStep(effect.incident, effect.step, effect.isPractice);
      return;
    case 'alert': {
      const { kind, incident } = effect;
      const message = alertMessage(kind, incident, site, now.wall, timeOfDay);
      put(kind, incident.id, message, effect);
      return;
    }
    case 'report': {
      const { report } = effect;
      const threatened = report.kind === 'duress' ? report.by.name : '';
      const message = reportMessage(report, site, now.wall, timeOfDay);
      const incident = report.kind === 'temperature' ? report.incident : '';
      put(kindOf(report), incident, message, effect, { threatened });
      return;
    }
    case 'cap-reached':
      put('cap', '', { ...capMessage(site, effect.used), at: now.wall }, effect);
      return;
    case 'telling': {
      const { telling } = effect;
      const { opens = '' } = telling;
      put(telling.kind, '', telling, telling, { opens });
      return;
    }
  }
}
