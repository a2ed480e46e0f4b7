import type { Config } from './config/config.ts';
import type { Flag } from './protocol.ts';

export interface Flags {
  set(flag: Flag, isUp: boolean): void;
  has(flag: Flag): boolean;
  list(): Flag[];
}

/** Conditions that stand beside the alarm's state and are shown on every screen. */
export function createFlags({ sensors }: Config, onChange: () => void): Flags {
  const up = new Set<Flag>();
  if (sensors.driver === 'simulated') up.add('simulated');
  if (sensors.driver === 'replay') up.add('replay');
  return {
    set(flag, isUp) {
      if (up.has(flag) === isUp) return;
      if (isUp) up.add(flag);
      else up.delete(flag);
      onChange();
    },
    has: flag => up.has(flag),
    list: () => [...up],
  };
}
