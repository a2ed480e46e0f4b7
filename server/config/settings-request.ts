import { z } from 'zod';
import { HttpProblem } from '../errors.ts';
import type { HouseSettings } from '../protocol.ts';
import { withoutEmpty } from './house-settings.ts';

/**
 * The form of what an app sends: every key, of the right type. How long, how many and which is judged by
 * the configuration's own schema, as at the start.
 */
const seconds = z.number('write seconds');
const count = z.number('write a number');
const flag = z.boolean('write true or false');
const words = z.string('write text').max(256, 'write at most 256 characters');
const ids = z.array(words, 'write a list of sensor ids').max(500, 'write at most 500');
const profileName = z.enum(['away', 'night', 'home'], 'write away, night or home');
const members = z.union([z.literal('all'), ids], 'write all, or a list of sensor ids');
const own = z.strictObject({ exit: seconds.optional(), entry: seconds.optional() }).optional();

const sensor = z.strictObject({
  id: words,
  name: words,
  kind: z.enum(['contact', 'motion', 'temperature'], 'write contact, motion or temperature'),
  zone: z.enum(
    ['delay', 'follower', 'instant', '24-hour', 'chime'],
    'write delay, follower, instant, 24-hour or chime',
  ),
  chime: flag,
  autoBypass: flag,
  groupOnly: flag,
  pulses: count,
  pulseWindow: seconds,
  entryDelay: seconds.nullable(),
});

const weekday = z.enum(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  'write mon, tue, wed, thu, fri, sat or sun',
);

const houseSettings = z.strictObject({
  sensors: z.array(sensor, 'write a list of sensors').max(500, 'write at most 500'),
  alarm: z.strictObject({
    exitDelay: seconds,
    entryDelay: seconds,
    delays: z.strictObject({ away: own, night: own, home: own }),
    finalDoor: seconds,
    confirmWindow: seconds,
    confirmTrips: count,
    duration: seconds,
    profiles: z.strictObject({ away: members, night: members, home: members }),
    groups: z
      .array(
        z.strictObject({ name: words, sensors: ids, trips: count, window: seconds }),
        'write a list of groups',
      )
      .max(100, 'write at most 100'),
    schedules: z
      .array(
        z.strictObject({
          at: words,
          days: z.array(weekday, 'write a list of days').max(7, 'write each day once'),
          profile: profileName,
          when: z.enum(['always', 'everyone-in', 'ask'], 'write always, everyone-in or ask'),
        }),
        'write a list of schedules',
      )
      .max(20, 'write at most 20'),
    bedtime: words.nullable(),
  }),
});

/** @throws HttpProblem `invalid`, with paths within the settings, as for all that is wrong with them */
export function readSettings(value: unknown): HouseSettings {
  const parsed = houseSettings.safeParse(value);
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => {
      return { path: path.map(String).join('.'), message };
    });
    throw new HttpProblem('invalid', { errors });
  }
  const { sensors, alarm } = parsed.data;
  return { sensors, alarm: { ...alarm, delays: withoutEmpty(alarm.delays) } };
}
