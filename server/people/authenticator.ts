import { createHash, randomBytes } from 'node:crypto';
import type { State } from '../state/state.ts';

interface Enrolment {
  secret: string;
  /** `otpauth://…` for an authenticator. */
  address: string;
  recoveryCodes: string[];
}

/**
 * The authenticator codes (TOTP, RFC 6238: SHA-1, 6 digits, 30 s) and recovery codes of a person, and the
 * codes of the second authenticator, which they write under threat.
 */
export interface Authenticator {
  /** Replaces an earlier enrolment, and ends the one for duress. The name must be a person’s. */
  enrol(name: string, issuer: string, now: number): Promise<Enrolment>;
  /** Replaces the authenticator for duress. Nobody is signed out by it. */
  enrolDuress(
    name: string,
    issuer: string,
    now: number,
  ): Promise<Pick<Enrolment, 'secret' | 'address'>>;
  hasDuress(name: string): boolean;
  /** False when there was none. */
  removeDuress(name: string): boolean;
  /**
   * What a right code was, once: its step, or the recovery code, is used up before it returns. Takes as
   * long for either authenticator, and whether there is one or none.
   */
  verify(
    name: string,
    code: string,
    now: number,
  ): Promise<'code' | 'duress' | 'recovery' | undefined>;
}

type Table = 'totp' | 'duress_totp';

// 32 letters and digits, without l, o, 0 and 1, which are mistaken for each other.
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';

function makeRecoveryCode(): string {
  const letters = [...randomBytes(16)].map(byte => alphabet[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** A random code of 80 bits needs no slow hash. */
function hashCode(code: string): string {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('hex');
}

export function createAuthenticator(state: State): Authenticator {
  const { query } = state;
  // Verified against for unknown names, so that they take as long as known ones.
  const nobody = { secret: 'A'.repeat(32), last_step: 0 };

  function read(table: Table, name: string) {
    const known = query.selectFrom(table).select(['secret', 'last_step']);
    return state.first(known.where('person', '=', name));
  }

  /** Of two requests with the same code one finds the step used up. */
  function useUp(table: Table, name: string, step: number): boolean {
    const update = query.updateTable(table).set({ last_step: step });
    return state.run(update.where('person', '=', name).where('last_step', '<', step)) > 0;
  }

  return {
    async enrol(name, issuer, now) {
      const { generateSecret, generateURI } = await import('otplib');
      const secret = generateSecret();
      const recoveryCodes = Array.from({ length: 10 }, makeRecoveryCode);
      state.transaction(() => {
        state.run(query.deleteFrom('recovery_codes').where('person', '=', name));
        state.run(query.deleteFrom('totp').where('person', '=', name));
        state.run(query.deleteFrom('duress_totp').where('person', '=', name));
        // Whoever signed in with the codes before is out: the phone may be lost.
        const sessions = query.deleteFrom('sessions').where('person', '=', name);
        state.run(sessions.where('device', 'is', null));
        state.run(
          query.insertInto('totp').values({ person: name, secret, last_step: 0, enrolled_at: now }),
        );
        for (const code of recoveryCodes) {
          const row = { person: name, hash: hashCode(code), used_at: null };
          state.run(query.insertInto('recovery_codes').values(row));
        }
      });
      return { secret, address: generateURI({ issuer, label: name, secret }), recoveryCodes };
    },
    async enrolDuress(name, issuer, now) {
      const { generateSecret, generateURI } = await import('otplib');
      const secret = generateSecret();
      const row = { secret, last_step: 0, enrolled_at: now };
      state.run(
        query
          .insertInto('duress_totp')
          .values({ person: name, ...row })
          .onConflict(conflict => conflict.column('person').doUpdateSet(row)),
      );
      // Its owner must tell it from the other one; whoever looks over a shoulder must not.
      return { secret, address: generateURI({ issuer, label: `${name} 2`, secret }) };
    },
    hasDuress: name => read('duress_totp', name) !== undefined,
    removeDuress: name => state.run(query.deleteFrom('duress_totp').where('person', '=', name)) > 0,
    async verify(name, code, now) {
      const { verify } = await import('otplib');
      const stepOf = ({ secret, last_step }: typeof nobody) =>
        readStep(() =>
          verify({
            secret,
            token: code.replace(/\s/g, ''),
            epoch: Math.floor(now / 1000),
            // The step before the current one, for a code typed at its end; never one to come.
            epochTolerance: [30, 0],
            ...(last_step > 0 ? { afterTimeStep: last_step } : {}),
          }),
        );
      const step = await stepOf(read('totp', name) ?? nobody);
      const duressStep = await stepOf(read('duress_totp', name) ?? nobody);
      if (step !== undefined) return useUp('totp', name, step) ? 'code' : undefined;
      if (duressStep !== undefined) {
        return useUp('duress_totp', name, duressStep) ? 'duress' : undefined;
      }
      const use = query.updateTable('recovery_codes').set({ used_at: now });
      const isRecovery = use
        .where('person', '=', name)
        .where('hash', '=', hashCode(code))
        .where('used_at', 'is', null);
      return state.run(isRecovery) > 0 ? 'recovery' : undefined;
    },
  };
}

/** A malformed token makes the library throw; it is as wrong as a wrong one. */
async function readStep(
  verify: () => Promise<{ valid: boolean; timeStep?: number }>,
): Promise<number | undefined> {
  try {
    const { valid, timeStep } = await verify();
    return valid ? timeStep : undefined;
  } catch {
    return undefined;
  }
}
