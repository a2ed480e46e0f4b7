import type { Event } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { createDayLog, type DayLog } from './day-log.ts';
import { fetchEvents } from './events.ts';

const DAYS_KEPT = 4;

/** The days that were looked at last. */
export interface DayLogs {
  /** The day's events, loaded when first asked for. */
  get(day: string): DayLog;
  add(day: string, event: Event): void;
  reload(): void;
  clear(): void;
}

export function createDayLogs(api: Api): DayLogs {
  const logs = new Map<string, DayLog>();
  return {
    get(day) {
      const log = logs.get(day) ?? createDayLog(day, (of, onPage) => fetchEvents(api, of, onPage));
      if (!logs.delete(day)) void log.load();
      logs.set(day, log);
      for (const oldest of [...logs.keys()].slice(0, -DAYS_KEPT)) logs.delete(oldest);
      return log;
    },
    add: (day, event) => logs.get(day)?.add(event),
    reload() {
      for (const log of logs.values()) void log.load();
    },
    clear: () => logs.clear(),
  };
}
