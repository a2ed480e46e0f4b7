import { createDevices, type Devices } from '../server/people/devices.ts';
import { openState } from '../server/state/open-state.ts';
import type { State } from '../server/state/state.ts';
import { sweepBuildingFolders } from './building-folder.ts';
import { requireAuthority } from './issuer.ts';
import { refuseForeign } from './private-files.ts';

/**
 * Opens the registry of devices for `work`, whether the hub runs or not. It is asked for after the
 * authority, so that a mistyped data folder does not become a new one.
 * @throws Refusal without an authority, or when the registry cannot be opened.
 */
export async function withRegistry<Result>(
  paths: { dataFolder: string; folder: string },
  work: (devices: Devices, state: State) => Promise<Result> | Result,
): Promise<Result> {
  requireAuthority(paths.folder);
  await refuseForeign(paths.dataFolder);
  await sweepBuildingFolders(paths.folder);
  const state = await openState(paths.dataFolder);
  try {
    return await work(createDevices(state), state);
  } finally {
    state.close();
  }
}
