import type { Telling } from '../alarm/alerting-state.ts';
import type { Controller } from '../alarm/controller.ts';
import { covers } from '../alarm/covers.ts';
import type { Clock } from '../clock.ts';
import { HttpProblem } from '../errors.ts';
import type { Notify } from '../notify/notify.ts';
import { reportMessage } from '../notify/report-messages.ts';
import { tellingOf, type Words } from '../notify/tellings.ts';
import type { By, Profile } from '../protocol.ts';
import type { House } from '../sensors/house.ts';
import { keptWords } from './words.ts';

export interface ArmRooms {
  site: string;
  house: House;
  clock: Clock;
  /** There once everything is put together. */
  controller(): Controller;
  tell: Notify['tell'];
  audience: Notify['audience'];
  /** Local, such as 23:00. */
  timeOfDay(at: number): string;
}

/**
 * Arms by itself, or tells everybody why it did not. What is armed already is never made to watch less,
 * and an alarm that runs is left alone.
 *
 * @param at when it was due, on the wall clock
 */
export function armBy(profile: Profile, by: By, at: number, rooms: ArmRooms): void {
  const { site, house, clock, controller, tell, timeOfDay } = rooms;
  const { mode, phase, profile: current } = controller().alarm;
  if (mode === 'alert') {
    if (current === profile || phase === 'pending' || phase === 'triggered') return;
    if (current === null || !covers(house.zones(), profile, current)) {
      const text = keptWords(timeOfDay(at), profile, current);
      controller().note('notice', 'plan-left-out', { text });
      return;
    }
  }
  try {
    // What is armed stays so: an exit delay would leave the house open, and nobody is going out.
    const atOnce = phase === 'armed' ? { now: true } : {};
    controller().command({ mode: 'alert', profile, ...atOnce }, by);
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.code !== 'blocked') throw error;
    const names = new Map(house.zones().map(({ sensor, name }) => [sensor, name]));
    const blockers = (error.details.blockers ?? []).map(blocker => ({
      ...blocker,
      name: names.get(blocker.sensor) ?? blocker.sensor,
    }));
    const report = { kind: 'not-armed' as const, profile, blockers, by };
    const { title, text, body } = reportMessage(report, site, clock.wall(), timeOfDay);
    tell('not-armed', { title, text, body, isUrgent: true });
  }
}

/**
 * To phones that are awake, never by text message.
 *
 * @param opens where a tap leads, within the app
 * @param person whom it concerns alone; everybody when not given
 */
export function tellPhones(
  code: string,
  words: Words,
  opens: string,
  { clock, audience, controller }: ArmRooms,
  person?: string,
): void {
  const at = clock.wall();
  const told = tellingOf(words, audience(at), at);
  const push = told.push.filter(phone => person === undefined || phone.person === person);
  const telling: Telling = { ...told, sms: [], push, opens };
  controller().tell(code, telling);
}
