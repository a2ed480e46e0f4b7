import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import type { HistoryReader } from '../../history/reader.ts';
import type { TemperatureSeries } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { queryNumber, readQuery } from '../input.ts';
import type { Route } from '../route.ts';

const moment = z.iso
  .datetime({ offset: true, error: 'write a time as 2026-11-24T02:00:00.000Z' })
  .transform(text => Date.parse(text))
  .refine(at => at >= 0 && at < Date.UTC(9999, 0), 'write a time from 1970 to 9998');
const sensor = z.string('give a sensor').min(1, 'give a sensor').max(64, 'give a sensor');

const query = z.strictObject({
  sensor: z
    .union([sensor.transform(id => [id]), z.array(sensor).max(50)], 'give at most 50 sensors')
    .optional(),
  from: moment.optional(),
  to: moment.optional(),
  points: queryNumber(2, 2000, 300),
});

const dayMs = 24 * 3_600_000;

/** How warm it was: the mean, the least and the most of each stretch of time. */
export function temperatureRoutes(reader: HistoryReader, now: () => number): Route[] {
  return [
    {
      method: 'GET',
      path: '/api/temperatures',
      access: 'member',
      async handle(context) {
        const asked = readQuery(context, query);
        const to = asked.to ?? now();
        const from = asked.from ?? Math.max(0, to - dayMs);
        if (from >= to) {
          const message = 'must lie behind from';
          throw new HttpProblem('invalid', { errors: [{ path: 'to', message }] });
        }
        const found = await reader.temperatures(asked.sensor, { from, to }, asked.points);
        context.body = {
          series: [...found].map(([id, buckets]) => ({
            sensor: id,
            points: buckets.map(({ at, low, high, sum, count }) => [
              // An hour may have begun before what was asked for.
              toIso(Math.max(at, from)),
              Math.round((sum / count) * 1000) / 1000,
              low,
              high,
            ]),
          })),
        } satisfies TemperatureSeries;
      },
    },
  ];
}
