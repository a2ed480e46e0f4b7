import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEdgeMaterial } from '../../pki/edge-material.ts';
import { runPki } from '../../pki/run.ts';
import { createDevices, type Device, type Devices } from '../../server/people/devices.ts';
import { openState } from '../../server/state/open-state.ts';
import type { State } from '../../server/state/state.ts';
import type { Folders } from './authority-fixture.ts';
import { handshake } from './handshake.ts';

export interface Ran {
  code: 0 | 1 | 2;
  out: string[];
  err: string[];
}

/**
 * Runs one command as the shell would, at `now`.
 * @param answers what is typed when it asks; without them there is no terminal.
 */
export async function pki(
  folders: Folders,
  args: string[],
  now = new Date(),
  answers?: string[],
): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runPki(args, {
    dataFolder: folders.dataFolder,
    now: () => now,
    out: line => out.push(line),
    err: line => err.push(line),
    ...(answers && { askSecret: async question => answerTo(question, answers) }),
  });
  return { code, out, err };
}

function answerTo(question: string, answers: string[]): string {
  const answer = answers.shift();
  if (answer === undefined) throw new Error(`nothing is left to answer ${question}`);
  return answer;
}

/** The registry, as the hub has it open beside the command. */
export async function withDevices<Result>(
  folders: Folders,
  work: (devices: Devices, state: State) => Result,
): Promise<Result> {
  const state = await openState(folders.dataFolder);
  try {
    return work(createDevices(state), state);
  } finally {
    state.close();
  }
}

export function passphraseIn(ran: Ran): string | undefined {
  return ran.out.find(line => line.startsWith('passphrase: '))?.slice('passphrase: '.length);
}

export function deviceOf(folders: Folders, name: string): Promise<Device | null> {
  return withDevices(folders, devices => devices.get(name));
}

/** Whether a certificate belongs to a device that is let in. */
export async function isKnown(folders: Folders, fingerprint: string): Promise<boolean> {
  const device = await withDevices(folders, devices => devices.byFingerprint(fingerprint));
  return device !== null && device.revokedAt === null;
}

/** Connects with the files that lie in the device's folder, and looks it up as the hub does. */
export async function comeIn(folders: Folders, name: string) {
  const read = (kind: string) =>
    readFileSync(join(folders.folder, 'devices', name, `${name}.${kind}`), 'utf8');
  const material = readEdgeMaterial(folders.folder);
  const seen = await handshake(material, { key: read('key'), cert: read('pem') });
  const fingerprint = seen.fingerprint ?? '';
  const known = await isKnown(folders, fingerprint);
  return { fingerprint, isKnown: known, authorized: seen.authorized };
}
