import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import {
  createPlace,
  type HubProcess,
  type Place,
  type Run,
  runProgram,
  startHub,
} from '../../hub-process.ts';
import { theHeader } from './board.ts';
import { toolsEnvironment } from './gpiod-checks.ts';
import { theThermometers } from './w1-checks.ts';

/** BCM numbers. The garage's relay board works at low. */
export const wires = {
  siren: 5,
  relay: 6,
  garage: 7,
  doors: [17, 18, 20, 21, 22, 23, 24, 25, 26, 27],
};
const more = [0, 1, 10, 11, 12];

async function describeHouse(driver: 'onoff' | 'gpiod'): Promise<string> {
  const doors = [...wires.doors, ...more].map(
    line =>
      `    - { id: door-${line}, kind: contact, line: ${line}, bias: none, glitchMs: 0, settleMs: 0 }`,
  );
  const thermometers = (await theThermometers()).map(
    (name, index) => `    - { id: room-${index}, kind: temperature, device: ${name} }`,
  );
  return `
timeZone: UTC
edge: { host: 127.0.0.1, port: 8443, setupPort: 8444, mdns: false }
sensors:
  driver: ${driver}
  list:
    - { id: garage-door, kind: contact, line: ${wires.garage}, bias: none, zone: chime }
${[...doors, ...thermometers].join('\n')}
outputs:
  siren: { line: ${wires.siren} }
  garage:
    - { id: garage, name: Garage, relay: ${wires.relay}, activeLow: true, position: garage-door, warn: 0 }
notify:
  sms: { provider: console, recipients: ["+61400000001"] }
`;
}

export interface HubHouse {
  /** Starts the built hub on the wires. */
  start(driver: 'onoff' | 'gpiod'): Promise<HubProcess>;
  /** The same, without waiting until it is ready. */
  begin(driver: 'onoff' | 'gpiod'): Promise<Run>;
  remove(): Promise<void>;
}

/** A place for a hub with 16 contacts, four thermometers, a siren and a garage door. All is closed. */
export async function createHubHouse(): Promise<HubHouse> {
  const { pull } = theHeader();
  for (const line of [wires.garage, ...wires.doors, ...more]) pull(line, 0);
  const place: Place = await createPlace();
  mkdirSync(place.data, { mode: 0o700 });
  cpSync('/hub/pki', `${place.data}/pki`, { recursive: true });
  const { PATH = '' } = toolsEnvironment('2.2');
  return {
    async start(driver) {
      await place.configure(await describeHouse(driver));
      return startHub(place, { PATH });
    },
    async begin(driver) {
      await place.configure(await describeHouse(driver));
      return runProgram('main', [], place, { PATH });
    },
    remove: () => place.remove(),
  };
}

/** Processor time that a process has had so far, in seconds, and its memory, in MB. */
export function readUse({ pid }: { pid?: number | undefined }): { cpu: number; rss: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')'))
    .split(' ')
    .slice(12, 14)
    .map(Number);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const ticksPerSecond = 100;
  return {
    cpu: (user + system) / ticksPerSecond,
    rss: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  };
}
