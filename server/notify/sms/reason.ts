/**
 * What a company or a modem said, fit for the owner's eyes and the log: one short line, without the
 * account's secrets, should the answer repeat them.
 */
export function plainReason(said: string, secrets: readonly string[] = []): string {
  const longestFirst = secrets
    .flatMap(secret => [secret, encodeURIComponent(secret)])
    .filter(secret => secret !== '')
    .sort((one, other) => other.length - one.length);
  const hidden = longestFirst.reduce((text, secret) => text.replaceAll(secret, '***'), said);
  const line = hidden.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return [...line].slice(0, 160).join('') || 'no reason given';
}
