import type { Step } from '../alarm/alarm-state.ts';
import type { EvidenceStore } from '../state/evidence.ts';

/** More than a person or a sensor has to say; a witness takes no endless words. */
const longestDetail = 1000;

/** Turns a step of an incident into evidence; joins the transaction that records the step. */
export function chainStep(
  store: EvidenceStore,
  incident: string,
  { at, kind, sensor, by, detail }: Step,
  { site, nameOf }: { site: string; nameOf: (sensor: string) => string },
): void {
  store.append({
    ...{ site, incident, at: new Date(at).toISOString(), kind },
    ...(sensor !== undefined && { sensor, name: nameOf(sensor) }),
    ...(by && { by: { name: by.name, via: by.via } }),
    ...(detail && { detail: detail.slice(0, longestDetail) }),
  });
}
