import type { Page } from 'playwright-core';

/** Where a phone keeps its passkeys, and its owner, who is looked at. */
export interface Authenticator {
  credentials(): Promise<unknown[]>;
  /** Puts passkeys in, as a phone's keychain brings them along. */
  take(credentials: unknown[]): Promise<void>;
  /** Whether the face that looks is the owner's. */
  setOwner(isOwner: boolean): Promise<void>;
}

/** Chromium's own virtual authenticator, for one page. */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return {
    async credentials() {
      return (await client.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
    async take(credentials) {
      for (const credential of credentials) {
        await client.send('WebAuthn.addCredential', {
          authenticatorId,
          credential: credential as never,
        });
      }
    },
    async setOwner(isOwner) {
      await client.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: isOwner });
    },
  };
}
