import { html, nothing, type TemplateResult } from 'lit';
import type { SensorStatus, Status } from '../../server/protocol.ts';
import '../components/sensor-list.ts';
import type { House } from '../data/house.ts';
import type { StatusState } from '../data/status.ts';

/**
 * Somebody came in. What is not there on most days is fetched when it is; the plain words stand until
 * it has come.
 */
export function entryPart(known: StatusState, plain: TemplateResult): TemplateResult {
  void import('./entry-part.ts');
  return html`<sec-entry-part .known=${known}>${plain}</sec-entry-part>`;
}

/** Somebody leaves. */
export function departurePart(known: StatusState, plain: TemplateResult): TemplateResult {
  void import('./leaving-part.ts');
  return html`<sec-leaving-part .known=${known}>${plain}</sec-leaving-part>`;
}

/** The garage doors that this person may see; few houses have one, so it is fetched when there is. */
export function garagePart(house: House, status: Status, nowMs: number, isPast: boolean) {
  if (status.garage.length === 0) return nothing;
  void import('../components/garage-doors.ts');
  return html`<section aria-label="Garage">
    <h2>Garage</h2>
    <sec-garage-doors .house=${house} .status=${status} .nowMs=${nowMs}
      .isPast=${isPast}></sec-garage-doors>
  </section>`;
}

const groups = [
  ['Doors and windows', 'contact'],
  ['Motion', 'motion'],
  ['Inside', 'temperature'],
] as const;

/** All sensors, by what they are. */
export function sensorGroups(status: Status, nowMs: number, isPast: boolean) {
  return groups.map(([title, kind]) => group(title, status, kind, nowMs, isPast));
}

function group(
  title: string,
  { sensors, timeZone, alarm }: Status,
  kind: SensorStatus['kind'],
  nowMs: number,
  isPast: boolean,
): TemplateResult | typeof nothing {
  const shown = sensors.filter(sensor => sensor.kind === kind);
  if (shown.length === 0) return nothing;
  return html`<section aria-label=${title}>
    <h2>${title}</h2>
    <sec-sensor-list .sensors=${shown} .timeZone=${timeZone} .nowMs=${nowMs} .heard=${alarm.heard}
      .isPast=${isPast}></sec-sensor-list>
  </section>`;
}
