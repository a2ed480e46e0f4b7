import type { HubProcess } from './hub-process.ts';

export interface SeenEvent {
  at: string;
  sensor: string;
  isActive: boolean;
}

/** All events of a day, page by page, as the app reads them. */
export async function readDay(hub: HubProcess, day: string): Promise<SeenEvent[]> {
  const found: SeenEvent[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `day=${day}&limit=1000${cursor ? `&cursor=${cursor}` : ''}`;
    const { json } = await hub.send(`/api/events?${query}`);
    for (const { at, sensor, kind } of json.events)
      found.push({ at, sensor, isActive: kind === 'trigger' });
    cursor = json.next;
  }
  return found;
}
