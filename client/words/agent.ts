import type { SignedIn } from '../../server/protocol.ts';

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android phone'],
  [/Macintosh/, 'Mac'],
  [/Windows/, 'Windows computer'],
  [/CrOS/, 'Chromebook'],
  [/Linux/, 'Linux computer'],
];

const browsers: [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrom|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

/** What a browser calls itself, as people would: "Safari on an iPhone". A hint, never a proof. */
export function agentWords(agent: string): string {
  const system = systems.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = browsers.find(([pattern]) => pattern.test(agent))?.[1];
  if (!system) return browser ?? 'An unknown browser';
  const article = /^[Ai]/.test(system) ? 'an' : 'a';
  // An app on an iPhone's Home Screen leaves the browser's name out.
  return `${browser ?? 'The app'} on ${article} ${system}`;
}

/** How a sign-in came about. */
export function signedInWords({ via, device }: SignedIn): string {
  switch (via) {
    case 'totp':
      return 'with a code';
    case 'passkey':
      return 'with a passkey';
    case 'link':
      return device === null ? 'as an app' : `as the app of ${device}`;
  }
}
