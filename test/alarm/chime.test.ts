import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Zone } from '../../server/alarm/alarm-rules.ts';
import type { Audience } from '../../server/alarm/alerting-state.ts';
import { createChime } from '../../server/alarm/chime.ts';

const door: Zone = {
  ...{ sensor: 'door', name: 'Front door', sensorKind: 'contact', kind: 'chime', profiles: [] },
  hasChime: true,
};
const phone = { address: 'a', person: 'Tom', isQuiet: false, wantsChime: true } as const;
const everybody: Audience = {
  sms: [{ address: '+61400000001', person: 'Gran', isQuiet: false }],
  push: [
    phone,
    { ...phone, address: 'b', isQuiet: true },
    { address: 'c', person: 'Lisa', isQuiet: false },
  ],
  escalation: [],
};
const ring = (steady = 0, zone = door, mode: 'off' | 'monitor' | 'alert' = 'off') => {
  return { zone, mode, steady, wall: 1000 };
};

describe('a chime', () => {
  it('goes by push to those who are awake and want it, and to nobody by text', () => {
    const telling = createChime(() => '17:03')(ring(), () => everybody);
    expect(telling).toEqual({
      ...{ kind: 'chime', title: 'Front door opened', text: 'Front door opened' },
      ...{ body: 'At 17:03.', at: 1000, isUrgent: false, sms: [], push: [phone] },
    });
  });

  it('is silent while armed and of a sensor without one, and tells nobody who does not listen', () => {
    const chime = createChime(() => '');
    const { hasChime: _, ...mute } = door;
    expect(chime(ring(0, door, 'alert'), () => everybody)).toBeUndefined();
    expect(chime(ring(0, mute), () => everybody)).toBeUndefined();
    expect(chime(ring(), () => ({ ...everybody, push: [] }))?.push).toEqual([]);
  });

  it('comes at most once in 30 seconds of each sensor, and never later than that', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.boolean()), { maxLength: 60 }),
        steps => {
          const chime = createChime(() => '');
          const last = new Map<string, number>();
          let steady = 0;
          for (const [pause, isDoor] of steps) {
            steady += pause;
            const zone = isDoor ? door : { ...door, sensor: 'gate' };
            const isHeard = chime(ring(steady, zone), () => everybody) !== undefined;
            const before = last.get(zone.sensor) ?? Number.NEGATIVE_INFINITY;
            expect(isHeard).toBe(steady - before >= 30_000);
            if (isHeard) last.set(zone.sensor, steady);
          }
        },
      ),
    );
  });
});
