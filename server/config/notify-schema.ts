import { z } from 'zod';
import { file, flag, integer, phone, text } from './fields.ts';

/** True for https, and for http on this very machine. */
export function isProviderUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

const quietHours = z
  .string('write the hours in quotes, such as "22:00-07:00"')
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    'write the hours in quotes, such as "22:00-07:00"',
  )
  .transform(text => {
    const [from = '', to = ''] = text.split('-');
    return { from, to };
  });

const personName = z
  .string('write the name that the family uses')
  .regex(/^[^\p{C}]{1,64}$/u, 'write 1 to 64 characters, no control characters');

/** A number, or an object with it: the first stands for the second. */
const recipient = z
  .preprocess(
    value => (typeof value === 'string' ? { number: value } : value),
    z.strictObject(
      { number: phone, name: personName.optional(), quietHours: quietHours.optional() },
      'write the number in quotes, such as "+61400000000", or { number, name, quietHours }',
    ),
  )
  .transform(({ number, name = number, quietHours }) => ({ number, name, quietHours }));

const sms = z
  .strictObject({
    provider: z.enum(
      ['smsbroadcast', 'twilio', 'modem', 'console'],
      'write smsbroadcast, twilio, modem or console',
    ),
    url: z
      .string('write the provider’s https address')
      .refine(isProviderUrl, 'write an https address (http only on this machine)')
      .optional(),
    username: text('write the account’s name in quotes').optional(),
    password: text('write the password in quotes, or use password_file').optional(),
    password_file: file.optional(),
    from: z
      .string('write the sender in quotes')
      .regex(/^[^\p{C}]{0,34}$/u, 'write at most 34 characters, no control characters')
      .default(''),
    recipients: z.array(recipient, 'write a list of numbers').default([]),
    dailyCap: integer(1, 1000, 'write messages a day, from 1 to 1000').default(30),
    reserve: integer(0, 1000, 'write messages a day, from 0 to the daily cap').optional(),
    capCounts: z.enum(['messages', 'alerts'], 'write messages or alerts').default('messages'),
    gap: integer(0, 86_400, 'write seconds from 0 to 86400').default(30),
    fallback: z.enum(['modem', 'none'], 'write modem or none').default('none'),
    fallbackAfter: integer(1, 3600, 'write seconds from 1 to 3600').default(15),
    modem: text('write the modem in quotes as mmcli -L numbers it, such as "0", or any').default(
      'any',
    ),
    lowBalance: integer(0, 100_000, 'write what is low, from 0 to 100000').default(20),
  })
  // Of a small cap a third is kept back, so that something is left for every day.
  .transform(sms => ({
    ...sms,
    reserve: sms.reserve ?? Math.min(10, Math.floor(sms.dailyCap / 3)),
  }));

const push = z.strictObject({
  subject: z
    .string('write mailto:YOU@YOUR.DOMAIN')
    .regex(
      /^(mailto:[^@\s]+@(?!localhost$)[^@\s]+\.(?!local$)[a-z]+|https:\/\/(?!localhost\b)[a-z0-9.-]+\.(?!local\b)[a-z]+(\/\S*)?)$/i,
      'write a real mailto: or https: address; push services refuse localhost and .local',
    ),
  hosts: z
    .array(
      z
        .string('write a host name')
        .regex(
          /^[a-z0-9.-]+(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?$/i,
          'write a host name, with :PORT when it is not 443',
        ),
      'write a list of host names',
    )
    .default([]),
  weeklyTest: flag.default(true),
});

export const notifySchema = z.strictObject({
  sms: sms.optional(),
  push: push.optional(),
  escalate: z.array(phone, 'write a list of numbers').default([]),
  repeat: z
    .strictObject({
      pushEvery: integer(10, 3600, 'write seconds from 10 to 3600').default(60),
      pushFor: integer(0, 86_400, 'write seconds from 0 to 86400').default(1800),
      smsAfter: integer(0, 86_400, 'write seconds; 0 is never').default(300),
      escalateAfter: integer(30, 86_400, 'write seconds from 30 to 86400').default(300),
    })
    .prefault({}),
  swinger: z
    .strictObject({
      alarms: integer(0, 100, 'write alarms from 0 to 100; 0 is never').default(2),
      quietFor: integer(60, 604_800, 'write seconds from 60 to 604800').default(28_800),
    })
    .prefault({}),
  staleAfter: integer(60, 604_800, 'write seconds from 60 to 604800').default(21_600),
});
