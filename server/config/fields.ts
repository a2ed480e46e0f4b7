import { z } from 'zod';

/** Each field carries, as its error, the sentence that tells the owner what to write there. */
export const text = (fix: string, max = 255) => z.string(fix).min(1, fix).max(max, fix);
export const integer = (min: number, max: number, fix: string) =>
  z.int(fix).min(min, fix).max(max, fix);
export const number = (min: number, max: number, fix: string) =>
  z.number(fix).min(min, fix).max(max, fix);
export const flag = z.boolean('write true or false');
export const file = text('write the path of a file', 4096);
export const phone = z
  .string('write the number in quotes, such as "+61400000000"')
  .regex(/^\+[1-9]\d{6,14}$/, 'write the number with its country, such as "+61400000000"');
