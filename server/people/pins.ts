import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { State } from '../state/state.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** A person's PIN: a second look at who holds an unlocked phone. Never a way in by itself. */
export interface Pins {
  has(person: string): boolean;
  /** Null takes it away. */
  set(person: string, pin: string | null): Promise<void>;
  /** False also when there is none. */
  verify(person: string, pin: string): Promise<boolean>;
}

/** Kept as `salt:hash`, base64url, by Node's scrypt with its usual cost. */
export function createPins(state: State): Pins {
  const { query } = state;

  function read(person: string): string | null {
    const row = state.first(query.selectFrom('people').select('pin').where('name', '=', person));
    return row?.pin ?? null;
  }

  return {
    has: person => read(person) !== null,
    async set(person, pin) {
      const salt = randomBytes(16);
      const stored =
        pin === null
          ? null
          : `${salt.toString('base64url')}:${(await derive(pin, salt, 32)).toString('base64url')}`;
      state.run(query.updateTable('people').set({ pin: stored }).where('name', '=', person));
    },
    async verify(person, pin) {
      const [salt = '', hash = ''] = (read(person) ?? '').split(':');
      if (hash === '') return false;
      const wanted = Buffer.from(hash, 'base64url');
      const given = await derive(pin, Buffer.from(salt, 'base64url'), wanted.length);
      return timingSafeEqual(given, wanted);
    },
  };
}
