import type { SensorStatus, Status } from '../../server/protocol.ts';

export function sensor(
  id: string,
  state: SensorStatus['state'],
  more: Partial<SensorStatus> = {},
): SensorStatus {
  return {
    id,
    name: id,
    kind: 'contact',
    zone: 'delay',
    state,
    since: '2026-11-24T01:00:00.000Z',
    ...{
      bypassed: false,
      bypass: null,
      profiles: ['away', 'night', 'home'],
      health: 'good',
      chime: false,
    },
    ...more,
  };
}

/** An invented household, in MONITOR and with everything closed. */
export function household(more: Partial<Status> = {}): Status {
  return {
    at: '2026-11-24T02:00:00.000Z',
    mode: 'monitor',
    profile: null,
    alarm: { state: 'disarmed', confirmed: false, memory: false, heard: [] },
    ...{ practice: null, later: null },
    since: '2026-11-24T00:30:00.000Z',
    by: { name: 'Ines', via: 'certificate' },
    startedAt: '2026-11-20T00:00:00.000Z',
    version: '0.0.0',
    site: 'birch lane',
    timeZone: 'Australia/Melbourne',
    sensors: [sensor('Front door', 'closed'), sensor('Side gate', 'closed')],
    ...{ garage: [], siren: null },
    flags: [],
    incident: null,
    ...more,
  };
}

/** Storage of a phone. */
export function memory() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}
