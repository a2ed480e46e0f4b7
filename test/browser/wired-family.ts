import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, createClock } from '../../server/clock.ts';
import { type SmsBroadcast, startSmsBroadcast } from '../fakes/sms-broadcast.ts';
import { type Place, runProgram } from '../hub-process.ts';
import { readCredential, send } from '../request.ts';
import { createWiredHouse, type WiredHouse } from '../wired-house.ts';
import { noonZone } from './noon-zone.ts';
import { createWindows, type Windows } from './windows.ts';

/** A house on wires that a test moves by hand, its phone company, and its people's browsers. */
export interface WiredFamily {
  house: WiredHouse;
  company: SmsBroadcast;
  windows: Windows;
  /** Gives somebody a phone, with what `pki issue` takes. */
  letIn(name: string, ...args: string[]): Promise<void>;
  /** Asks the hub as the phone of that name. */
  askAs(name: string, path: string, method?: string, body?: unknown): ReturnType<typeof send>;
  end(): Promise<void>;
}

export const wires = { door: 17, hall: 27, laundry: 22 };

/** @param notify further lines of `notify` */
export function startWiredFamily(notify = ''): Promise<WiredFamily> {
  return startFamily(
    `
sensors:
  driver: onoff
  warmUp: 0
  list:
    - { id: door, name: Front door, kind: contact, line: ${wires.door}, glitchMs: 0, settleMs: 0 }
    - { id: hall, name: Hall, kind: motion, line: ${wires.hall}, glitchMs: 0, settleMs: 0 }
    - { id: laundry, name: Laundry door, kind: contact, line: ${wires.laundry}, glitchMs: 0, settleMs: 0 }
`,
    notify,
  );
}

/**
 * @param lines those of `sensors` and `alarm`
 * @param notify further lines of `notify`
 */
export async function startFamily(
  lines: string,
  notify = '',
  clock: Clock = createClock(),
): Promise<WiredFamily> {
  const company = await startSmsBroadcast();
  const house = createWiredHouse(
    `
timeZone: ${noonZone()}
edge: { host: 127.0.0.1, port: 0, setupPort: 0 }
${lines}
notify:
  sms:
    provider: smsbroadcast
    url: "${company.url}/api-adv.php"
    username: owner
    password: secret
    from: sec53
    dailyCap: 300
    recipients:
      - { number: "+61400000001", name: Mum }
      - { number: "+61400000002", name: Gran, quietHours: "22:00-06:00" }
${notify}
`,
    clock,
  );
  await house.start();
  const data = dirname(house.pki);
  const place: Place = {
    ...{ folder: dirname(data), data, remove: house.remove },
    configure: async () => undefined,
  };
  const windows = createWindows(() => ({ place, hub: { address: house.address() } }));
  return {
    ...{ house, company, windows },
    async letIn(name, ...args) {
      const run = runProgram('pki', ['issue', name, ...args], place);
      if ((await run.ended) !== 0) throw new Error(run.output());
      const [, passphrase = ''] = /^passphrase: (\S+)$/m.exec(run.output()) ?? [];
      writeFileSync(join(house.pki, 'devices', name, 'passphrase'), passphrase);
    },
    askAs: (name, path, method = 'GET', body = undefined) =>
      send(`${house.address()}${path}`, { as: readCredential(house.pki, name), method, body }),
    async end() {
      await windows.end();
      await house.remove();
      await company.stop();
    },
  };
}
