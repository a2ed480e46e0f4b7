import type { Event } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isEventPage } from './guards.ts';

const PAGE = 1000;

/** All events of a day, oldest first, page by page; `onPage` hears how many have come. */
export async function fetchEvents(
  api: Api,
  day: string,
  onPage: (loaded: number) => void,
): Promise<Event[]> {
  const events: Event[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ day, limit: String(PAGE) });
    if (cursor !== null) query.set('cursor', cursor);
    const page = await api.get(`/api/events?${query}`, isEventPage);
    events.push(...page.events);
    onPage(events.length);
    cursor = page.next;
  } while (cursor !== null);
  return events;
}
