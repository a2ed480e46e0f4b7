import type { Step } from '../alarm/alarm-state.ts';
import type { EvidenceStore } from '../state/evidence.ts';

/** More than a person or a sensor has to say; a witness takes no endless words. */
const longestDetail = 1000;

export interface Evidence {
  /** Chains a step; joins the transaction that records it. */
  add(incident: string, step: Step): void;
}

/** Turns the steps of incidents into evidence that can leave the house. */
export function createEvidence(
  store: EvidenceStore,
  {
    site,
    nameOf,
    wake,
  }: {
    site: string;
    nameOf: (sensor: string) => string;
    /** Told once the transaction is over, whichever way. */
    wake: () => void;
  },
): Evidence {
  return {
    add(incident, { at, kind, sensor, by, detail }) {
      store.append({
        ...{ site, incident, at: new Date(at).toISOString(), kind },
        ...(sensor !== undefined && { sensor, name: nameOf(sensor) }),
        ...(by && { by: { name: by.name, via: by.via } }),
        ...(detail && { detail: detail.slice(0, longestDetail) }),
      });
      setImmediate(wake);
    },
  };
}
