import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { initialAlarmState } from '../../server/alarm/alarm-state.ts';
import { loadConfig } from '../../server/config/load-config.ts';
import { isCapped } from '../../server/notify/describe-reach.ts';
import type { Persons } from '../../server/people/persons.ts';
import { openState } from '../../server/state/open-state.ts';
import { createOutbox, type NewMessage } from '../../server/state/outbox.ts';
import type { State } from '../../server/state/state.ts';

let folder: string;
let state: State;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sec53-reach-'));
  state = await openState(folder);
});
afterEach(() => {
  state.close();
  rmSync(folder, { recursive: true });
});

it.each([
  ['messages', 3, 3],
  ['alerts', 3, 1],
] as const)(
  'the cap counted in %s is not reached by texts for duress alone',
  (counts, sent, price) => {
    const file = join(folder, 'sec53.yaml');
    const sms = 'provider: console, recipients: ["+61400000001"], dailyCap: 10, reserve: 4';
    writeFileSync(file, `notify: { sms: { ${sms}, capCounts: ${counts} } }`);
    const { notify: settings } = loadConfig({ file, environment: {} });
    const outbox = createOutbox(state);
    for (let count = 0; count < sent; count++) {
      const message: NewMessage = {
        ...{
          id: `m${count}`,
          batch: 'b',
          incident: '',
          kind: 'duress',
          channel: 'sms',
          person: '',
        },
        ...{ recipient: `+6140000000${count}`, title: '', text: '', threatened: 'Tom' },
        ...{ aboutAt: 1000, createdAt: 1000, dueAt: 0, staleAt: 9000 },
      };
      outbox.put(message);
    }
    const persons = { list: () => [{ name: 'Mum' }, { name: 'Tom' }] } as unknown as Persons;
    const isCappedWith = (used: number) => {
      const { alerting } = initialAlarmState('off', 0);
      const caps = { day: '2026-11-24', since: 500, used, isTold: false };
      return isCapped({
        ...{ outbox, persons, settings },
        alerting: () => ({ ...alerting, caps }),
        moment: () => ({ steady: 2000, wall: 2000, day: '2026-11-24' }),
      });
    };
    expect(isCappedWith(5 + price)).toBe(false);
    expect(isCappedWith(6 + price)).toBe(true);
  },
);
