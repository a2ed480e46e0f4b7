import type { Reach } from '../../server/protocol.ts';
import { nearTime } from './time.ts';

type Sms = Reach['sms'];

/** "3 of 30 sent today; the last 10 are kept for what matters most." */
export function capWords({ used, cap, reserve }: Sms): string {
  const sent = `${used} of ${cap} sent today`;
  if (used >= cap) return `${sent}: used up until midnight. Notifications go on.`;
  if (used >= cap - reserve) {
    return `${sent}. The ${cap - used} left are kept for confirmed alarms, tampering and faults.`;
  }
  return reserve > 0
    ? `${sent}. The last ${reserve} are kept for confirmed alarms, tampering and faults.`
    : `${sent}.`;
}

export function isCapNear({ used, cap, reserve }: Sms): boolean {
  return used >= cap - reserve;
}

/** "412 credits, as of 08:12". */
export function balanceWords(
  balance: NonNullable<Sms['balance']>,
  nowMs: number,
  timeZone: string,
): string {
  const amount = balance.amount.toLocaleString('en-GB', { maximumFractionDigits: 2 });
  return `${amount} ${balance.unit}, as of ${nearTime(balance.at, nowMs, timeZone)}`;
}

/** How somebody outside stands who watches the hub or keeps its evidence. */
export function watchWords(
  { isWell, lastOkAt, trouble }: Reach['watch'][number],
  nowMs: number,
  timeZone: string,
): string {
  const last = lastOkAt === null ? null : nearTime(lastOkAt, nowMs, timeZone);
  if (isWell) return last === null ? 'Well' : `Well, last ${last}`;
  // What was never needed yet, such as a place for evidence, is no trouble.
  if (trouble === null) return last === null ? 'Not tried yet' : `Last well ${last}`;
  return `Trouble: ${trouble}; ${last === null ? 'never well yet' : `last well ${last}`}`;
}
