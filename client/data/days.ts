import type { DayCounts } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isDayCounts } from './guards.ts';

/** Triggers of each day of a span, `from` and `to` included; a day without any is not in the map. */
export async function fetchDayCounts(
  api: Api,
  from: string,
  to: string,
): Promise<ReadonlyMap<string, Record<string, number>>> {
  const query = new URLSearchParams({ from, to });
  const answer: DayCounts = await api.get(`/api/days?${query}`, isDayCounts);
  return new Map(answer.days.map(entry => [entry.day, entry.counts]));
}
