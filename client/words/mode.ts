import type { Mode, Profile, Status } from '../../server/protocol.ts';

export const MODES: readonly Mode[] = ['off', 'monitor', 'alert'];

export const modeName: Record<Mode, string> = { off: 'Off', monitor: 'Monitor', alert: 'Alert' };

export const modeHint: Record<Mode, string> = {
  off: 'record nothing',
  monitor: 'record only',
  alert: 'raise the alarm',
};

export const PROFILES: readonly Profile[] = ['away', 'night', 'home'];

export const profileTitle: Record<Profile, string> = {
  away: 'Away',
  night: 'Night',
  home: 'At home',
};

/** Which sensors count is the house's own choice. */
export const profileMeans: Record<Profile, string> = {
  away: 'Nobody is in: everything is watched.',
  night: 'Everybody sleeps: what the house watches at night.',
  home: 'Somebody is in: what the house watches meanwhile.',
};

/** What changes for the family when ALERT is left. */
export const leavingMeans: Record<'off' | 'monitor', string> = {
  off: 'No alarm will be raised when a door opens, and nothing will be recorded.',
  monitor: 'Everything will still be recorded, but no alarm will be raised when a door opens.',
};

/** What the button says that takes the arming back; whoever was in Alert stays in it. */
export function cancelWords(before: Mode | undefined): string {
  return before === 'alert' ? 'Stay as it was' : 'Cancel';
}

/** "Alert, away" or "Monitor". */
export function modeWords(status: Pick<Status, 'mode' | 'profile'>): string {
  const { mode, profile } = status;
  return mode === 'alert' && profile
    ? `Alert, ${profileTitle[profile].toLowerCase()}`
    : modeName[mode];
}
