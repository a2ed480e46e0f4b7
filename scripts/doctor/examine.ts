import { errorText } from '../../server/errors.ts';
import { checkCards } from './card.ts';
import { checkCertificates } from './certificates.ts';
import { checkClock } from './clock.ts';
import { checkDataFolder } from './data-folder.ts';
import { checkDatabase } from './database.ts';
import { checkDriver } from './driver.ts';
import { checkEdge } from './edge.ts';
import type { Check, Facts } from './facts.ts';
import { checkLines } from './lines.ts';
import { checkMachine } from './machine.ts';
import { checkPush, checkSms } from './messages.ts';
import { checkOneWire } from './one-wire.ts';
import { checkOutputs } from './outputs.ts';
import { checkWatch } from './outside.ts';
import { checkPower } from './power.ts';
import { checkReach } from './reach.ts';
import { fault, type Row } from './row.ts';
import { checkStore } from './store.ts';

/** In the order in which somebody would look. */
const checks: Record<string, Check> = {
  ...{ machine: checkMachine, power: checkPower, card: checkCards },
  ...{ 'data folder': checkDataFolder, store: checkStore, database: checkDatabase },
  ...{ driver: checkDriver, lines: checkLines, outputs: checkOutputs, '1-wire': checkOneWire },
  ...{ clock: checkClock, certificates: checkCertificates, edge: checkEdge },
  ...{ 'text messages': checkSms, push: checkPush, reach: checkReach, watch: checkWatch },
};

/** A bus of ten thermometers takes eight seconds. */
const limitMs = 12_000;

/** All checks at once. None waits for another, none stops another, and none takes for ever. */
export async function examine(
  facts: Facts,
  named: Record<string, Check> = checks,
  limit = limitMs,
): Promise<Row[]> {
  const all = Object.entries(named).map(([name, check]) => bounded(name, check, facts, limit));
  return (await Promise.all(all)).flat();
}

async function bounded(name: string, check: Check, facts: Facts, limit: number): Promise<Row[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Row[]>(resolve => {
    const says = `it took longer than ${limit / 1000} s and was given up`;
    const fix = 'look at what it asks: a bus, a disk or a server that does not answer';
    timer = setTimeout(() => resolve([fault(name, says, fix)]), limit);
  });
  try {
    return await Promise.race([late, (async () => check(facts))()]);
  } catch (error) {
    const fix = 'a store of another version? Start the hub once; else please report this line';
    return [fault(name, `it could not be looked at: ${errorText(error)}`, fix)];
  } finally {
    clearTimeout(timer);
  }
}
