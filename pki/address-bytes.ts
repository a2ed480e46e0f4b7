import { isIPv4 } from 'node:net';

/** An IP address, valid and without a zone, as its 4 or 16 bytes. */
export function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = shorten(address).split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  const hex = [...left, ...zeros, ...right].map(group => group.padStart(4, '0')).join('');
  return Buffer.from(hex, 'hex');
}

/** URL knows every way to write an IPv6 address, and has one way to print it: without IPv4 parts. */
function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
