import { z } from 'zod';
import { flag, integer, line, sensorId, text, timeOfDay, weekdaysField } from './fields.ts';

/** A pin that drives something. Relay boards often want the low level: `activeLow`. */
const output = z.strictObject({ line, activeLow: flag.default(false) });

const garageDoor = z.strictObject({
  id: sensorId,
  name: text('write the name that the family uses', 64),
  relay: line,
  activeLow: flag.default(false),
  position: text('name the contact that sees whether it is closed', 64),
  pulseMs: integer(100, 2000, 'write milliseconds from 100 to 2000').default(500),
  travel: integer(5, 120, 'write seconds from 5 to 120').default(30),
  warn: integer(0, 60, 'write seconds from 0 to 60').default(5),
  warning: output.optional(),
  leftOpen: integer(0, 86_400, 'write seconds from 0 to 86400; 0 never reminds').default(900),
  autoClose: integer(0, 86_400, 'write seconds: 0, or 60 to 86400')
    .refine(seconds => seconds === 0 || seconds >= 60, 'write seconds: 0, or 60 to 86400')
    .default(0),
  guests: z.strictObject({ from: timeOfDay, to: timeOfDay, days: weekdaysField }).optional(),
});

export const outputsSchema = z.strictObject({
  siren: output.optional(),
  chime: output
    .extend({ forMs: integer(50, 5000, 'write milliseconds from 50 to 5000').default(300) })
    .optional(),
  garage: z.array(garageDoor, 'write a list of garage doors').default([]),
});
