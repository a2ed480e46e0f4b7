import type { Documents } from '../state/documents.ts';
import type { Devices } from './devices.ts';

const dayMs = 24 * 3_600_000;
/** A phone cannot renew by itself, so its people are told in time, and again. */
const warnAtDays = [60, 30, 7];

const documentKey = 'expiry-told';

/**
 * What is to be told of devices whose certificate came within 60, 30 or 7 days of its end since the last
 * time. Each step is told once, also across restarts; a renewed certificate begins anew.
 */
export function takeExpiring(devices: Devices, documents: Documents, now: number): string[] {
  const told: Record<string, number> = JSON.parse(documents.read(documentKey) ?? '{}');
  const live = devices
    .list()
    .filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > now);
  const due = live.flatMap(device => {
    const days = Math.floor((device.expiresAt - now) / dayMs);
    const step = warnAtDays.findLast(limit => days < limit);
    const last = told[device.fingerprint] ?? Number.POSITIVE_INFINITY;
    // Nobody has to hear of the end of what has its successor already.
    if (step === undefined || step >= last || device.nextFingerprint !== null) return [];
    return [{ device, days, step }];
  });
  if (due.length === 0) return [];
  const kept = Object.fromEntries(
    live.flatMap(({ fingerprint }) => {
      const step = told[fingerprint];
      return step === undefined ? [] : [[fingerprint, step]];
    }),
  );
  for (const { device, step } of due) kept[device.fingerprint] = step;
  documents.write(documentKey, JSON.stringify(kept));
  return due.map(
    ({ device, days }) =>
      `The certificate of ${device.name} ends in ${days} days. Renew it in the app.`,
  );
}
