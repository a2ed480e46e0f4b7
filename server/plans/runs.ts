import { covers } from '../alarm/covers.ts';
import type { By, Profile, Schedule } from '../protocol.ts';
import type { Presence } from './presence.ts';
import { type ArmRooms, armBy, tellPhones } from './steps.ts';
import { armQuestion, bedtimeWords, missedWords } from './words.ts';

/** What a plan does when its moment is there. `at` is when that was, on the wall clock. */
export interface PlanRuns {
  schedule(schedule: Schedule, at: number): void;
  /** @param isRelied nobody was to be asked: whoever counts on it must hear of it */
  missed(profile: Profile, at: number, isRelied: boolean): void;
  /** Whether it would arm now without asking anybody; not while nobody knows who is in. */
  armsByItself(schedule: Schedule): boolean;
  /** Names doors that stand open at bedtime. */
  doors(): void;
}

const scheduler: By = { name: 'schedule', via: 'hub' };

export function createPlanRuns(rooms: ArmRooms & { presence: Presence }): PlanRuns {
  const { site, house, controller, tell, timeOfDay, presence } = rooms;
  return {
    schedule({ profile, when }, at) {
      const { mode, profile: current } = controller().alarm;
      if (mode === 'alert' && current === profile) return;
      const isIn = when === 'everyone-in' ? presence.everybodyIn() : undefined;
      if (isIn === false) return;
      if (when === 'always' || isIn) armBy(profile, scheduler, at, rooms);
      // Armed in another profile it is in order; there is nothing to ask.
      else if (mode !== 'alert') {
        const words = armQuestion(site, timeOfDay(at), profile);
        tellPhones('arm-question', words, `/?arm=${profile}`, rooms);
      }
    },
    armsByItself: ({ when }) =>
      when === 'always' || (when === 'everyone-in' && presence.everybodyIn() !== undefined),
    missed(profile, at, isRelied) {
      const { mode, profile: current } = controller().alarm;
      if (mode === 'alert' && current !== null && covers(house.zones(), current, profile)) return;
      const words = missedWords(site, timeOfDay(at), profile);
      if (isRelied) tell('plan-missed', words);
      else controller().note('notice', 'plan-missed', { text: `${words.title}.` });
    },
    doors() {
      if (controller().alarm.mode === 'alert') return;
      const contacts = house.zones().filter(({ sensorKind }) => sensorKind === 'contact');
      const doors = contacts.map(({ sensor, sensorKind, name }) => {
        return { name, level: house.level(sensor, sensorKind)?.value };
      });
      const words = bedtimeWords(site, doors);
      if (words) tellPhones('bedtime', words, '/', rooms);
    },
  };
}
