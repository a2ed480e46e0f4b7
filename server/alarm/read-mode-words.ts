import type { Mode, Profile } from '../protocol.ts';

/** What an audit entry of `mode` says of what was asked for. */
export interface ModeWords {
  mode: Mode;
  profile: Profile | null;
  /** Without the exit delay. */
  isAtOnce: boolean;
  /** True of the name of a sensor that somebody wanted out. */
  isLeftOut(name: string): boolean;
}

const form =
  /^from (?:off|monitor|alert) to (off|monitor|alert)(?: \((away|night|home)\))?(, at once)?(?:; left out: (.*))?$/s;

/** Reads what `record-effects.ts` wrote; undefined when it is something else. */
export function readModeWords(detail: string): ModeWords | undefined {
  const match = form.exec(detail);
  if (!match) return undefined;
  const [, to, profile, atOnce, names] = match;
  const mode = to === 'alert' || to === 'monitor' ? to : 'off';
  // Not taken apart: a name may have a comma. What was left out by itself has a word behind it.
  const leftOut = `, ${names}, `;
  return {
    mode,
    profile: mode === 'alert' ? toProfile(profile) : null,
    isAtOnce: atOnce !== undefined,
    isLeftOut: name => names !== undefined && leftOut.includes(`, ${name}, `),
  };
}

/** Earlier versions had no profile to name. */
function toProfile(word: string | undefined): Profile {
  return word === 'night' || word === 'home' ? word : 'away';
}
