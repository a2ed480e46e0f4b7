import { z } from 'zod';
import { HttpProblem } from '../../errors.ts';
import { createReadAhead } from '../../history/read-ahead.ts';
import type { HistoryReader } from '../../history/reader.ts';
import type { AuditEntry, AuditPage, DayCounts, EventPage } from '../../protocol.ts';
import { toIso } from '../../status.ts';
import { addDays, isDay, type TimeZone } from '../../time-zone.ts';
import { queryNumber, readQuery } from '../input.ts';
import { callerOf, type Route } from '../route.ts';

// Each check ends the reading, because the ones behind it can only judge a true day.
const day = z
  .string('write a day as YYYY-MM-DD')
  .refine(isDay, { message: 'write a day that exists, as YYYY-MM-DD', abort: true })
  .refine(text => text >= '1970-01-01' && text <= '9998-12-31', {
    message: 'write a day from 1970 to 9998',
    abort: true,
  });

const cursorForm = /^(\d{1,15})\.([0-9a-f-]{36})$/;
const longestDays = 400;

const eventsQuery = z.strictObject({
  day,
  sensor: z.string('give one sensor').min(1).max(64).optional(),
  limit: queryNumber(1, 1000, 200),
  cursor: z
    .string('give one cursor')
    .regex(cursorForm, 'pass on the value of next as it came')
    .optional(),
});

const daysQuery = z
  .strictObject({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not lie before from' })
  .refine(({ from, to }) => to < addDays(from, longestDays), {
    path: ['to'],
    message: `ask for at most ${longestDays} days`,
  });

/** A page as it goes over the wire. */
interface SentPage {
  body: Buffer;
  next: string | null;
}

/** What happened, by local days of the house. */
export function dayRoutes(reader: HistoryReader, zone: TimeZone): Route[] {
  const ahead = createReadAhead<SentPage>(() => reader.version());

  async function readPage(query: z.output<typeof eventsQuery>): Promise<SentPage> {
    const { day, sensor, limit, cursor } = query;
    const [, at = '', id = ''] = cursorForm.exec(cursor ?? '') ?? [];
    const range = { from: zone.startOfDay(day), to: zone.startOfDay(addDays(day, 1)) };
    const after = cursor === undefined ? undefined : { at: Number(at), id };
    if (after && (after.at < range.from || after.at >= range.to)) {
      const message = 'belongs to another day';
      throw new HttpProblem('invalid', { errors: [{ path: 'cursor', message }] });
    }
    const { events, hasMore } = await reader.events(range, {
      limit,
      ...(sensor === undefined ? {} : { sensor }),
      ...(after ? { after } : {}),
    });
    const last = events.at(-1);
    const next = hasMore && last ? `${last.at}.${last.id}` : null;
    const page: EventPage = {
      day,
      timeZone: zone.name,
      events: events.map(({ id, at, sensor, kind, mode, doubtful }) => {
        const doubt = doubtful ? { doubtful } : {};
        return { id, at: toIso(at), sensor, kind, mode, ...doubt };
      }),
      next,
    };
    return { body: Buffer.from(JSON.stringify(page)), next };
  }

  return [
    {
      method: 'GET',
      path: '/api/events',
      access: 'member',
      async handle(context) {
        const query = readQuery(context, eventsQuery);
        const read = ahead.take(JSON.stringify(query))?.catch(() => undefined);
        const { body, next } = (await read) ?? (await readPage(query));
        context.body = body;
        if (next === null) return;
        const following = { ...query, cursor: next };
        // Not sooner: it must not delay the page that is on its way.
        context.res.once('finish', () =>
          ahead.start(JSON.stringify(following), () => readPage(following)),
        );
      },
    },
    {
      method: 'GET',
      path: '/api/days',
      access: 'member',
      async handle(context) {
        const { from, to } = readQuery(context, daysQuery);
        const counts = await reader.triggerCounts(from, to);
        context.body = {
          days: [...counts].map(([day, sensors]) => ({ day, counts: Object.fromEntries(sensors) })),
        } satisfies DayCounts;
      },
    },
    {
      method: 'GET',
      path: '/api/audit',
      access: 'admin',
      async handle(context) {
        const { day: asked } = readQuery(context, z.strictObject({ day }));
        const range = { from: zone.startOfDay(asked), to: zone.startOfDay(addDays(asked, 1)) };
        const entries = await reader.audit(range);
        context.body = {
          day: asked,
          timeZone: zone.name,
          entries: entries
            .map(entry => ({ ...entry, at: toIso(entry.at) }))
            .filter(entry => maySee(entry, callerOf(context).name)),
        } satisfies AuditPage;
      },
    },
  ];
}

/** Whoever is under threat, and whoever looks over their shoulder, must not read that the house knows. */
function maySee({ action, by }: AuditEntry, viewer: string): boolean {
  return by.name !== viewer || !action.startsWith('duress');
}
