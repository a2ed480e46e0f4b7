import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { State } from '../state/state.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const hashLength = 32;

/** What a written PIN was: a person's own, or the one that they write under threat. */
export type PinKind = 'pin' | 'duress';

/** A person's PINs: a second look at who holds an unlocked phone. Never a way in by themselves. */
export interface Pins {
  has(person: string): boolean;
  hasDuress(person: string): boolean;
  /**
   * Null takes it away, and with it everything that is used under threat.
   *
   * @returns false, with nothing changed, when it is the person's other one
   */
  set(person: string, pin: string | null): Promise<boolean>;
  /** The same for the one that is written under threat. */
  setDuress(person: string, pin: string | null): Promise<boolean>;
  /** Undefined also when there is none. Takes as long whichever it is, and whether there are two or none. */
  verify(person: string, pin: string): Promise<PinKind | undefined>;
}

type Column = 'pin' | 'duress_pin';

/** Kept as `salt:hash`, base64url, by Node's scrypt with its usual cost. */
export function createPins(state: State): Pins {
  const { query } = state;
  // Derived with where there is none, so that it takes as long.
  const nobody = `${randomBytes(16).toString('base64url')}:`;

  function read(person: string, column: Column): string | null {
    const row = state.first(query.selectFrom('people').select(column).where('name', '=', person));
    return row?.[column] ?? null;
  }

  async function change(person: string, column: Column, pin: string | null): Promise<boolean> {
    const other: Column = column === 'pin' ? 'duress_pin' : 'pin';
    const stored = pin === null ? null : await hash(pin);
    for (;;) {
      const against = read(person, other);
      if (pin !== null && (await matches(pin, against ?? nobody))) return false;
      // Both may be set at once: what was compared must be what is there now.
      if (read(person, other) !== against) continue;
      state.transaction(() => {
        const endsBoth = column === 'pin' && pin === null;
        const values = { [column]: stored, ...(endsBoth ? { duress_pin: null } : {}) };
        state.run(query.updateTable('people').set(values).where('name', '=', person));
        if (endsBoth) state.run(query.deleteFrom('duress_totp').where('person', '=', person));
      });
      return true;
    }
  }

  return {
    has: person => read(person, 'pin') !== null,
    hasDuress: person => read(person, 'duress_pin') !== null,
    set: (person, pin) => change(person, 'pin', pin),
    setDuress: (person, pin) => change(person, 'duress_pin', pin),
    async verify(person, pin) {
      const [isOwn, isDuress] = await Promise.all([
        matches(pin, read(person, 'pin') ?? nobody),
        matches(pin, read(person, 'duress_pin') ?? nobody),
      ]);
      if (isDuress) return 'duress';
      return isOwn ? 'pin' : undefined;
    },
  };
}

async function hash(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const derived = await derive(pin, salt, hashLength);
  return `${salt.toString('base64url')}:${derived.toString('base64url')}`;
}

async function matches(pin: string, stored: string): Promise<boolean> {
  const [salt = '', wanted = ''] = stored.split(':');
  const given = await derive(pin, Buffer.from(salt, 'base64url'), hashLength);
  const known = Buffer.alloc(hashLength);
  const isWhole = Buffer.from(wanted, 'base64url').copy(known) === hashLength;
  return timingSafeEqual(given, known) && isWhole;
}
