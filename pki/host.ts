import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { Refusal } from '../server/errors.ts';

/** A name or an address that a hub is reached by, as it stands in a certificate. */
export type Host = { kind: 'dns'; value: string } | { kind: 'ip'; value: string };

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * Reads a host: a DNS name (made lower case, international names in their ASCII form) or an IP
 * address without brackets, port or zone.
 * @throws Refusal when it is neither.
 */
export function parseHost(raw: string): Host {
  const text = raw.trim();
  if (isIP(text) !== 0 && !text.includes('%')) return { kind: 'ip', value: text.toLowerCase() };
  const name = domainToASCII(text.replace(/\.$/, ''));
  const labels = name.split('.');
  // All digits at the end would be read as an IPv4 address by half of the world.
  const isName = labels.every(part => label.test(part)) && !/^\d+$/.test(labels.at(-1) ?? '');
  if (!isName || name.length > 253) {
    throw new Refusal(
      `"${raw}" is no host name and no IP address. ` +
        'Write it plainly, without a scheme, port, path or wildcard, such as sec53.local',
    );
  }
  return { kind: 'dns', value: name };
}
