import { createHash, randomBytes } from 'node:crypto';
import type { State } from '../state/state.ts';

interface Enrolment {
  secret: string;
  /** `otpauth://…` for an authenticator. */
  address: string;
  recoveryCodes: string[];
}

/** The authenticator codes (TOTP, RFC 6238: SHA-1, 6 digits, 30 s) and recovery codes of a person. */
export interface Authenticator {
  /** Replaces an earlier enrolment. The name must be a person’s. */
  enrol(name: string, issuer: string, now: number): Promise<Enrolment>;
  /** What a right code was, once: its step, or the recovery code, is used up before it returns. */
  verify(name: string, code: string, now: number): Promise<'code' | 'recovery' | undefined>;
}

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

  return {
    async enrol(name, issuer, now) {
      const { generateSecret, generateURI } = await import('otplib');
      const secret = generateSecret();
      const recoveryCodes = Array.from({ length: 10 }, makeRecoveryCode);
      state.transaction(() => {
        state.run(query.deleteFrom('recovery_codes').where('person', '=', name));
        state.run(query.deleteFrom('totp').where('person', '=', name));
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
    async verify(name, code, now) {
      const { verify } = await import('otplib');
      const known = state.first(
        query.selectFrom('totp').select(['secret', 'last_step']).where('person', '=', name),
      );
      const { secret, last_step } = known ?? nobody;
      const step = await readStep(() =>
        verify({
          secret,
          token: code.replace(/\s/g, ''),
          epoch: Math.floor(now / 1000),
          // The step before the current one, for a code typed at its end; never one to come.
          epochTolerance: [30, 0],
          ...(last_step > 0 ? { afterTimeStep: last_step } : {}),
        }),
      );
      if (step !== undefined) {
        const update = query.updateTable('totp').set({ last_step: step });
        // Of two requests with the same code one finds the step used up.
        const isFirst =
          state.run(update.where('person', '=', name).where('last_step', '<', step)) > 0;
        return isFirst && known ? 'code' : undefined;
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
