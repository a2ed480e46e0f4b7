/**
 * What a person confirmed themselves with, beyond the phone in the hand. `duress` is as good as the PIN in
 * all that can be seen, and shows nothing that only they themselves may see.
 */
type ConfirmedBy = 'pin' | 'duress' | 'passkey' | 'recovery';

const freshMs = 5 * 60_000;

/**
 * Which certificates and sessions somebody stood behind in the last five minutes, so that a stolen
 * unlocked phone is not a key. In memory: a restart asks again.
 */
export interface Confirmations {
  note(credential: string, by: ConfirmedBy, now: number): void;
  /** What it was confirmed with, while that is fresh. */
  read(credential: string, now: number): ConfirmedBy | undefined;
  end(credential: string): void;
}

export function createConfirmations(): Confirmations {
  const known = new Map<string, { by: ConfirmedBy; at: number }>();
  return {
    note(credential, by, now) {
      for (const [key, { at }] of known) if (now - at > freshMs) known.delete(key);
      known.set(credential, { by, at: now });
    },
    read(credential, now) {
      const found = known.get(credential);
      const isFresh = found && now >= found.at && now - found.at <= freshMs;
      return isFresh ? found.by : undefined;
    },
    end: credential => void known.delete(credential),
  };
}
