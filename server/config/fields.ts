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
export const sensorId = z
  .string('write a short name in quotes')
  .regex(/^[^\p{C}]{1,64}$/u, 'write 1 to 64 characters, no control characters');
export const line = integer(0, 27, 'write a GPIO number from 0 to 27, as the Pi counts them (BCM)');
export const timeOfDay = z
  .string('write a time of day in quotes, such as "22:30"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day in quotes, such as "22:30"');
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekdaysField = z
  .array(z.enum(weekdays, 'write mon, tue, wed, thu, fri, sat or sun'), 'write a list of days')
  .min(1, 'write at least one day')
  .default([...weekdays]);
