import { z } from 'zod';
import { isNetwork } from '../people/network.ts';
import { createTimeZone } from '../time-zone.ts';
import {
  file,
  flag,
  integer,
  line,
  number,
  sensorId,
  text,
  timeOfDay,
  weekdaysField,
} from './fields.ts';
import { parseHistoryUrl } from './history-url.ts';
import { notifySchema } from './notify-schema.ts';
import { outputsSchema } from './outputs-schema.ts';
import { watchSchema } from './watch-schema.ts';

const port = integer(0, 65535, 'write a port from 0 to 65535; 0 picks a free one');

function isTimeZone(name: string): boolean {
  try {
    createTimeZone(name);
    return true;
  } catch {
    return false;
  }
}

/** A delay that is too short helps nobody and one that is too long protects nobody. */
const exitDelay = integer(0, 255, 'write seconds: 0, or 45 to 255').refine(
  seconds => seconds === 0 || seconds >= 45,
  'write seconds: 0, or 45 to 255',
);
const entryDelay = integer(0, 240, 'write seconds: 0, or 15 to 240').refine(
  seconds => seconds === 0 || seconds >= 15,
  'write seconds: 0, or 15 to 240',
);
const ownDelays = z.strictObject({ exit: exitDelay.optional(), entry: entryDelay.optional() });
const schedule = z.strictObject({
  at: timeOfDay,
  days: weekdaysField,
  profile: z.enum(['away', 'night', 'home'], 'write away, night or home'),
  when: z
    .enum(['always', 'everyone-in', 'ask'], 'write always, everyone-in or ask')
    .default('always'),
});
const group = z.strictObject({
  name: text('write a name for the group', 64),
  sensors: z.array(sensorId, 'write a list of sensor ids').min(2, 'name at least two sensors'),
  trips: integer(2, 20, 'write a number of sensors from 2 to 20').default(2),
  window: integer(1, 3600, 'write seconds from 1 to 3600').default(60),
});

const sensor = z.strictObject({
  id: sensorId,
  name: text('write the name that the family uses', 64).optional(),
  kind: z.enum(['contact', 'motion', 'temperature'], 'write contact, motion or temperature'),
  line: line.optional(),
  device: z
    .string('write the 1-wire name, such as 28-0000000d5101')
    .regex(/^[0-9a-f]{2}-[0-9a-f]{12}$/, 'write the 1-wire name, such as 28-0000000d5101')
    .optional(),
  activeLow: flag.default(false),
  bias: z
    .enum(['none', 'pull-up', 'pull-down'], 'write none, pull-up or pull-down')
    .default('none'),
  zone: z
    .enum(
      ['delay', 'follower', 'instant', '24-hour', 'chime'],
      'write delay, follower, instant, 24-hour or chime',
    )
    .optional(),
  glitchMs: integer(0, 1000, 'write milliseconds from 0 to 1000').default(20),
  settleMs: integer(0, 60_000, 'write milliseconds from 0 to 60000').default(50),
  chime: flag.default(false),
  autoBypass: flag.default(false),
  groupOnly: flag.default(false),
  pulses: integer(1, 10, 'write a number of trips from 1 to 10').default(1),
  pulseWindow: integer(1, 600, 'write seconds from 1 to 600').default(30),
  entryDelay: entryDelay.optional(),
  low: number(-55, 125, 'write degrees Celsius from -55 to 125').optional(),
  high: number(-55, 125, 'write degrees Celsius from -55 to 125').optional(),
  hysteresis: number(0.1, 20, 'write degrees from 0.1 to 20').default(1),
  rise: number(0.5, 50, 'write degrees in ten minutes, from 0.5 to 50').optional(),
  fall: number(0.5, 50, 'write degrees in ten minutes, from 0.5 to 50').optional(),
});

const profile = z.union(
  [z.literal('all'), z.array(sensorId)],
  'write all, or a list of sensor ids',
);

export const configSchema = z.strictObject({
  site: text('write a short name for this house', 64).default('home'),
  timeZone: z
    .string('write a time zone, such as Australia/Melbourne')
    .refine(isTimeZone, 'write a time zone that exists, such as Australia/Melbourne')
    .default('Australia/Melbourne'),
  edge: z
    .strictObject({
      host: text('write an address to listen on; 0.0.0.0 is all of them').default('0.0.0.0'),
      port: port.default(8443),
      setupPort: port.default(8444),
      names: z
        .array(
          z
            .string('write a host name')
            .regex(/^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i, 'write a host name'),
          'write a list of host names',
        )
        .default(['sec53.local']),
      requireCertificate: flag.default(false),
      totp: flag.default(true),
      certificate_file: file.optional(),
      key_file: file.optional(),
      mdns: flag.default(true),
      confirm: z
        .array(
          z.enum(['disarm', 'garage', 'admin'], 'write disarm, garage or admin'),
          'write a list of disarm, garage, admin',
        )
        .default([]),
      homeNetworks: z
        .array(
          z.string('write a network').refine(isNetwork, 'write a network, such as 192.168.1.0/24'),
          'write a list of networks',
        )
        .default([]),
    })
    .prefault({}),
  history: z
    .strictObject({
      url: z
        .string('write mysql://USER@HOST/DATABASE in quotes')
        .refine(
          url => parseHistoryUrl(url) !== undefined,
          'write mysql://USER@HOST[:PORT][,HOST…]/DATABASE; the password goes into password_file',
        )
        .optional(),
      password: text('write the password in quotes, or use password_file').optional(),
      password_file: file.optional(),
    })
    .prefault({}),
  sensors: z
    .strictObject({
      driver: z
        .enum(
          ['simulated', 'replay', 'auto', 'onoff', 'gpiod'],
          'write simulated, replay, auto, onoff or gpiod',
        )
        .default('simulated'),
      replay: z
        .strictObject({
          file,
          speed: number(0, 1e9, 'write how many times faster; 0 is as fast as possible').default(1),
        })
        .optional(),
      simulated: z
        .strictObject({
          seed: integer(0, 2 ** 32 - 1, 'write a whole number from 0 to 4294967295').default(53),
          speed: number(0.1, 300, 'write how many times faster, from 0.1 to 300').default(1),
          pastDays: integer(0, 60, 'write days from 0 to 60').default(7),
        })
        .prefault({}),
      temperatureEvery: integer(10, 3600, 'write seconds from 10 to 3600').default(60),
      warmUp: integer(0, 600, 'write seconds from 0 to 600').default(60),
      list: z.array(sensor, 'write a list of sensors').default([]),
    })
    .prefault({}),
  alarm: z
    .strictObject({
      initialMode: z
        .enum(['off', 'monitor', 'alert'], 'write off, monitor or alert')
        .default('monitor'),
      exitDelay: exitDelay.default(0),
      entryDelay: entryDelay.default(0),
      delays: z
        .strictObject({
          away: ownDelays.optional(),
          night: ownDelays.optional(),
          home: ownDelays.optional(),
        })
        .prefault({}),
      finalDoor: integer(0, 60, 'write seconds from 0 to 60').default(5),
      confirmWindow: integer(0, 86_400, 'write seconds from 0 to 86400').default(1800),
      confirmTrips: integer(0, 20, 'write 0, or a number of trips from 2 to 20')
        .refine(trips => trips !== 1, 'write 0, or a number of trips from 2 to 20')
        .default(0),
      duration: integer(1, 900, 'write seconds from 1 to 900').default(300),
      profiles: z
        .strictObject({
          away: profile.default('all'),
          night: profile.optional(),
          home: profile.optional(),
        })
        .prefault({}),
      groups: z.array(group, 'write a list of groups').default([]),
      schedules: z
        .array(schedule, 'write a list of schedules')
        .max(20, 'write at most 20')
        .default([]),
      bedtime: timeOfDay.optional(),
      practiceFor: integer(60, 14_400, 'write seconds from 60 to 14400').default(1800),
    })
    .prefault({}),
  notify: notifySchema.prefault({}),
  watch: watchSchema.prefault({}),
  outputs: outputsSchema.prefault({}),
  archive: z
    .strictObject({
      s3: z
        .strictObject({
          bucket: text('write the bucket’s name'),
          prefix: z.string('write a prefix in quotes').default('sec53'),
          region: text('write the region, such as ap-southeast-2'),
          endpoint: z.string('write an address in quotes').default(''),
        })
        .optional(),
    })
    .prefault({}),
});

export type ConfigFile = z.output<typeof configSchema>;
