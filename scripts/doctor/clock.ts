import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAlive } from '../../server/restart-report.ts';
import { createDocuments } from '../../server/state/documents.ts';
import { ago } from './ago.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, warning } from './row.ts';

const check = 'clock';
/** This program is not older than that. */
const firstSane = Date.UTC(2026, 0);
const syncFix = 'see "timedatectl"; then: sudo timedatectl set-ntp true, and let the Pi reach NTP';
/** The hub notes once a minute that it lives. */
const toleranceMs = 120_000;

/** Whether the clock is set, by whom, and whether it agrees with what the hub has seen. */
export async function checkClock(facts: Facts): Promise<Row[]> {
  return [judgeTime(facts), await judgeSync(facts), judgeZone(facts)];
}

function judgeTime({ now, state }: Facts): Row {
  const says = new Date(now).toISOString();
  if (now < firstSane) return fault(check, `it says ${says}, which is long past`, syncFix);
  const alive = state && readAlive(createDocuments(state))?.at;
  if (alive !== undefined && alive > now + toleranceMs) {
    const earlier = `it says ${says}, but the hub has lived ${ago(alive, now)} already`;
    return fault(check, earlier, syncFix);
  }
  return good(check, `it says ${says}`);
}

async function judgeSync({ root, run }: Facts): Promise<Row> {
  const folder = join(root, 'run/systemd/timesync');
  if (existsSync(join(folder, 'synchronized'))) {
    return good(check, 'systemd-timesyncd has set it since the boot');
  }
  const said = await run('timedatectl', ['show']);
  if (said !== undefined && /^NTPSynchronized=yes$/m.test(said)) {
    return good(check, 'the kernel says that it is kept in step');
  }
  if (existsSync(folder)) {
    const says = 'systemd-timesyncd has not set it yet: the hub marks its times as doubtful';
    return warning(check, says, syncFix);
  }
  return warning(check, 'nobody says that it is kept in step', syncFix);
}

function judgeZone({ config }: Facts): Row {
  const system = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const own = config?.timeZone ?? system;
  const other = own === system ? '' : ` (the system’s is ${system}, which the hub does not use)`;
  return good(check, `days begin at midnight in ${own}${other}`);
}
