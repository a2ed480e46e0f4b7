import type { Profile } from '../protocol.ts';
import type { Zone } from './alarm-rules.ts';

/** Whether all that `less` watches is watched in `more` too. */
export function covers(zones: readonly Zone[], more: Profile, less: Profile): boolean {
  return zones.every(({ profiles }) => !profiles.includes(less) || profiles.includes(more));
}
