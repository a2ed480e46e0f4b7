/**
 * What people look at, the same on MySQL and SQLite. Times are epoch milliseconds UTC; every key
 * begins with the site, so that several hubs can share one cluster. Nothing is null.
 */
export interface HistoryTables {
  events: EventTable;
  temperatures: { site: string; at: number; id: string; sensor: string; celsius: number };
  temperature_hours: TemperatureHourTable;
  audit: AuditTable;
}

interface EventTable {
  site: string;
  at: number;
  /** UUIDv7; a row that is shipped again is the same row. */
  id: string;
  sensor: string;
  kind: string;
  mode: string;
}

interface TemperatureHourTable {
  site: string;
  sensor: string;
  /** When the hour begins. */
  at: number;
  low: number;
  high: number;
  sum: number;
  count: number;
  /** 1 once its rows are gone, or going: it is the only one that knows. */
  closed: number;
}

interface AuditTable {
  site: string;
  at: number;
  id: string;
  /** Who. */
  name: string;
  via: string;
  action: string;
  detail: string;
}
