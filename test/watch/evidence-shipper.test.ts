import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEvidenceStore, type EvidenceStore } from '../../server/state/evidence.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';
import { type Link, verifyChain } from '../../server/watch/chain.ts';
import {
  createEvidenceShipper,
  type EvidenceShipper,
} from '../../server/watch/evidence-shipper.ts';
import type { Batch } from '../../server/watch/forms.ts';
import { type HeardOutcomes, hearOutcomes } from './outcomes.ts';

let folder: string;
let state: State;
let store: EvidenceStore;
let outcomes: HeardOutcomes;
let shipper: EvidenceShipper;
/** What the destination has, in the order of arrival. */
let got: Batch[];
let answer: () => Promise<string | undefined>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  folder = mkdtempSync(join(tmpdir(), 'sec53-evidence-'));
  state = await openState(folder);
  store = createEvidenceStore(state);
  got = [];
  answer = async () => undefined;
  begin();
});
afterEach(async () => {
  vi.useRealTimers();
  await shipper.stop();
  state.close();
  rmSync(folder, { recursive: true });
});

/** As a hub does at its start. */
function begin(destinations = ['there']): void {
  outcomes = hearOutcomes();
  shipper = createEvidenceShipper(
    {
      key: 'there',
      put(batch) {
        got.push(batch);
        return answer();
      },
    },
    { store, outcomes, destinations, random: () => 1 },
  );
}

function add(count: number, detail = 'x'): void {
  for (let step = 0; step < count; step++) {
    store.append({
      site: 'home',
      incident: 'i',
      at: '2026-11-24T00:00:00.000Z',
      kind: 'trip',
      detail,
    });
  }
}

async function arrival(n: number): Promise<void> {
  for (let count = 1; store.sent('there') < n; count++) await outcomes.until(count);
}

const links = () => got.flatMap(batch => batch.links);
const numbers = () => links().map(({ n }: Link) => n);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const storedLinks = () => state.all(state.query.selectFrom('evidence').select('n')).length;

describe('evidence', () => {
  it('goes in order, in batches that a witness can read, and is forgotten but for its end', async () => {
    add(100);
    add(30, 'é"'.repeat(400));
    shipper.wake();
    await arrival(130);
    expect(numbers()).toEqual(upTo(130));
    for (const batch of got) {
      expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThan(16 * 1024);
    }
    expect(verifyChain(links(), got[0]?.chain ?? '')).toBeUndefined();
    expect(storedLinks()).toBe(1);
    add(1);
    shipper.wake();
    await arrival(131);
    expect(verifyChain(links(), got[0]?.chain ?? '')).toBeUndefined();
  });

  it('waits for a destination that is away, with growing delays, and comes whole', async () => {
    answer = async () => {
      throw new Error('away');
    };
    add(3);
    shipper.wake();
    for (const [round, delay] of [250, 500, 1000, 2000, 4000].entries()) {
      await outcomes.until(round + 1);
      vi.advanceTimersByTime(delay - 1);
      expect(got).toHaveLength(round + 1);
      vi.advanceTimersByTime(1);
    }
    await outcomes.until(6);
    answer = async () => undefined;
    vi.advanceTimersByTime(8000);
    await outcomes.until(7);
    expect(outcomes.heard).toEqual([...Array.from({ length: 6 }, () => 'away'), 'ok']);
    expect(got.at(-1)?.links.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('that is news is tried within two seconds, however long the wait has grown', async () => {
    answer = async () => {
      throw new Error('away');
    };
    add(1);
    shipper.wake();
    for (let round = 1; round <= 8; round++) {
      await outcomes.until(round);
      if (round < 8) vi.advanceTimersByTime(30_000);
    }
    answer = async () => undefined;
    add(1);
    shipper.wake();
    vi.advanceTimersByTime(1000);
    add(1);
    shipper.wake();
    expect(got).toHaveLength(8);
    vi.advanceTimersByTime(1000);
    await outcomes.until(9);
    expect(got.at(-1)?.links.map(({ n }) => n)).toEqual([1, 2, 3]);
  });

  it('recorded while a batch is on its way follows it', async () => {
    let arrive = (_complaint: undefined) => {};
    answer = () => new Promise(resolve => (arrive = resolve));
    add(1);
    shipper.wake();
    add(1);
    shipper.wake();
    answer = async () => undefined;
    arrive(undefined);
    await outcomes.until(2);
    expect(got.map(batch => batch.links.map(({ n }) => n))).toEqual([[1], [2]]);
  });

  it('whose arrival was not heard of is sent again, the same', async () => {
    add(2);
    answer = () => new Promise(() => {});
    shipper.wake();
    // The hub is gone with the answer on its way; the position has not moved.
    begin();
    answer = async () => undefined;
    shipper.wake();
    await outcomes.until(1);
    expect(got[1]).toEqual(got[0]);
  });

  it('stays until every destination has it', async () => {
    begin(['there', 'elsewhere']);
    add(5);
    shipper.wake();
    await outcomes.until(1);
    expect(storedLinks()).toBe(5);
    store.markSent('elsewhere', 3, ['there', 'elsewhere']);
    expect(storedLinks()).toBe(2);
  });

  it('that does not fit is told of, and what comes next goes on', async () => {
    answer = async () => 'link 1 was another before';
    add(1);
    shipper.wake();
    await outcomes.until(1);
    answer = async () => undefined;
    add(1);
    shipper.wake();
    await outcomes.until(2);
    expect(outcomes.heard).toEqual(['link 1 was another before', 'ok']);
    expect(numbers()).toEqual([1, 2]);
  });

  it('of a step that was undone with its transaction never was', async () => {
    add(1);
    expect(() =>
      state.transaction(() => {
        add(2);
        throw new Error('disk full');
      }),
    ).toThrow();
    add(1);
    shipper.wake();
    await outcomes.until(1);
    expect(numbers()).toEqual([1, 2]);
    expect(verifyChain(links(), got[0]?.chain ?? '')).toBeUndefined();
  });

  it('is tried once more when the hub stops', async () => {
    add(1);
    await shipper.stop();
    expect(numbers()).toEqual([1]);
    shipper.wake();
    expect(got).toHaveLength(1);
  });
});
