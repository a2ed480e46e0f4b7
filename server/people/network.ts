import { BlockList, isIP } from 'node:net';

/**
 * What a caller's address is counted under: an IPv4 address as it is, an IPv6 one by its network of 64
 * bits, since one subscriber has all the addresses in it.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - behind.length);
  const all = [...groups, ...Array.from({ length: zeros }, () => '0'), ...behind];
  return `${all.slice(0, 4).join(':')}::/64`;
}

const home = networksOf([
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
]);

/** True for addresses of this machine and of a home network. */
export function isHomeAddress(address: string | undefined): boolean {
  return isInNetworks(home, address);
}

/** @param networks as `192.168.1.0/24` */
export function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether it can be written into a configuration as a network. */
export function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  return version > 0 && more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

export function isInNetworks(list: BlockList, address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return list.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}
