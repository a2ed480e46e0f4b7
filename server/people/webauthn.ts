import { z } from 'zod';
import type { Passkeys } from './passkeys.ts';

const challengeMs = 5 * 60_000;
/** Strangers can ask for challenges, so there is an end to how many are kept. */
const mostChallenges = 500;

/** Where passkeys belong: the one name of the hub, which must be a name and not an address. */
export interface RelyingParty {
  /** The host name. */
  id: string;
  /** `https://NAME:PORT` */
  origin: string;
  /** Shown by the phone. */
  name: string;
}

const base64url = z
  .string()
  .max(8192)
  .regex(/^[\w-]*$/, 'write base64url');
const credential = {
  id: base64url.min(1),
  rawId: base64url,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
};

/** What a browser answers to the options for a new passkey. */
export const attestationForm = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
});

/** What a browser answers when a passkey is used. */
export const assertionForm = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
  }),
});

type Attestation = z.output<typeof attestationForm>;
type Assertion = z.output<typeof assertionForm>;

/**
 * Passkeys (WebAuthn): the phone looks at its owner's face or finger, and signs. The better spare key,
 * and the confirmation that a stolen unlocked phone cannot give.
 */
export interface WebAuthn {
  /** Options for `navigator.credentials.create`. `purpose` ties the answer to the question. */
  creationOptions(person: string, purpose: string, party: RelyingParty): Promise<object>;
  /** False when the answer does not fit. */
  create(
    person: string,
    purpose: string,
    party: RelyingParty,
    given: { label: string; attestation: Attestation },
  ): Promise<boolean>;
  /** Options for `navigator.credentials.get`; for whoever has a passkey, or for one person. */
  requestOptions(person: string | null, purpose: string, party: RelyingParty): Promise<object>;
  /** Whose passkey it was; undefined when the answer does not fit. */
  verify(purpose: string, party: RelyingParty, assertion: Assertion): Promise<string | undefined>;
}

export function createWebAuthn(passkeys: Passkeys, now: () => number): WebAuthn {
  const challenges = new Map<string, { purpose: string; expiresAt: number }>();

  function keep(challenge: string, purpose: string): void {
    for (const [known, { expiresAt }] of challenges) {
      if (expiresAt <= now() || challenges.size >= mostChallenges) challenges.delete(known);
      else break;
    }
    challenges.set(challenge, { purpose, expiresAt: now() + challengeMs });
  }

  /** Each challenge is good for one answer. */
  function take(purpose: string): (challenge: string) => boolean {
    return challenge => {
      const known = challenges.get(challenge);
      challenges.delete(challenge);
      return known !== undefined && known.purpose === purpose && known.expiresAt > now();
    };
  }

  return {
    async creationOptions(person, purpose, party) {
      const { generateRegistrationOptions } = await import('@simplewebauthn/server');
      const options = await generateRegistrationOptions({
        ...{ rpID: party.id, rpName: party.name, userName: person, userDisplayName: person },
        excludeCredentials: passkeys.list(person).map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      keep(options.challenge, purpose);
      return options;
    },
    async create(person, purpose, party, { label, attestation }) {
      const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
      const { transports } = attestation.response;
      const found = await answerOf(() =>
        verifyRegistrationResponse({
          response: { ...attestation, response: { ...attestation.response, transports } },
          expectedChallenge: take(purpose),
          ...{ expectedOrigin: party.origin, expectedRPID: party.id },
        }),
      );
      if (!found?.verified || !found.registrationInfo) return false;
      const { id, publicKey, counter } = found.registrationInfo.credential;
      if (passkeys.get(id)) return false;
      passkeys.add({
        ...{ id, person, counter, label, createdAt: now() },
        publicKey: Buffer.from(publicKey).toString('base64url'),
        transports: JSON.stringify(transports),
      });
      return true;
    },
    async requestOptions(person, purpose, party) {
      const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
      const options = await generateAuthenticationOptions({
        ...{ rpID: party.id, userVerification: 'required' },
        ...(person === null
          ? {}
          : { allowCredentials: passkeys.list(person).map(({ id }) => ({ id })) }),
      });
      keep(options.challenge, purpose);
      return options;
    },
    async verify(purpose, party, assertion) {
      const passkey = passkeys.get(assertion.id);
      if (!passkey) return undefined;
      const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
      const found = await answerOf(() =>
        verifyAuthenticationResponse({
          response: assertion,
          expectedChallenge: take(purpose),
          ...{ expectedOrigin: party.origin, expectedRPID: party.id },
          credential: {
            ...{ id: passkey.id, counter: passkey.counter },
            publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          },
        }),
      );
      if (!found?.verified) return undefined;
      passkeys.noteUse(passkey.id, found.authenticationInfo.newCounter, now());
      return passkey.person;
    },
  };
}

/** The library throws at what does not fit; to a caller that is as wrong as any wrong answer. */
async function answerOf<Result>(verify: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
