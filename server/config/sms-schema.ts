import { z } from 'zod';
import { file, integer, phone, text } from './fields.ts';

function isProviderUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback);
}

export const smsSchema = z.strictObject({
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
  from: z.string('write the sender in quotes').max(11, 'write at most 11 characters').default(''),
  recipients: z.array(phone, 'write a list of numbers').default([]),
  dailyCap: integer(1, 1000, 'write messages a day, from 1 to 1000').default(30),
  reserve: integer(0, 1000, 'write messages a day, from 0 to the daily cap').default(10),
  gap: integer(0, 86_400, 'write seconds from 0 to 86400').default(30),
});
