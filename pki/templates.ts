import type { Host } from './host.ts';

/** What a certificate says, before anybody signs it. */
export interface Template {
  /** The common name. */
  subject: string;
  /** Lower-case hex. */
  serial: string;
  notBefore: Date;
  notAfter: Date;
  /** How many authorities may follow below this one; null for a leaf. */
  pathLength: number | null;
  /** What it may be shown for, itself or, with an authority, the leaves below. */
  purpose: 'serverAuth' | 'clientAuth' | null;
  /** The subject's alternative names. */
  hosts: Host[];
  /** The only names that may be certified below; null for no such limit. */
  permitted: Permitted | null;
}

export interface Permitted {
  /** Each stands for itself and every name below it. */
  names: string[];
  networks: { address: string; prefix: number }[];
}

export interface Validity {
  now: Date;
  days: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const authorityDays = 20 * 365;

/**
 * A Pi has no clock of its own: after a power cut it wakes with the time that was saved last, which
 * happens hourly. A certificate made within that hour must not be "not yet valid" then, nor on a
 * phone that is a little slow.
 */
const backdateMs = hourMs;

/**
 * Home networks and the machine itself. 100.64.0.0/10 is nobody's on the internet: carriers' NAT,
 * and the addresses of a Tailscale network.
 */
const homeNetworks = [
  { address: '10.0.0.0', prefix: 8 },
  { address: '100.64.0.0', prefix: 10 },
  { address: '127.0.0.0', prefix: 8 },
  { address: '169.254.0.0', prefix: 16 },
  { address: '172.16.0.0', prefix: 12 },
  { address: '192.168.0.0', prefix: 16 },
  { address: '::1', prefix: 128 },
  { address: 'fc00::', prefix: 7 },
  { address: 'fe80::', prefix: 10 },
];

const homeNames = ['local', 'localhost', 'home.arpa'];

/**
 * The root that phones trust. Its constraints keep whoever steals its key from playing any site but
 * the hub's own names and what lives at home.
 * @param id tells this authority from an earlier one in a phone's list of roots.
 */
export function rootTemplate(id: string, serial: string, now: Date, names: Host[]): Template {
  const own = names.filter(host => host.kind === 'dns').map(host => host.value);
  const addresses = names.filter(host => host.kind === 'ip').map(host => host.value);
  return {
    ...authorityTemplate(`sec53 root ${id}`, serial, now),
    pathLength: 1,
    permitted: {
      names: [...new Set([...homeNames, ...own])],
      networks: [
        ...homeNetworks,
        ...addresses.map(address => ({ address, prefix: address.includes(':') ? 128 : 32 })),
      ],
    },
  };
}

/** Signs the hub's own certificates and, its purpose says, nothing else. */
export function serverIssuerTemplate(id: string, serial: string, now: Date): Template {
  const template = authorityTemplate(`sec53 server issuer ${id}`, serial, now);
  return { ...template, purpose: 'serverAuth' };
}

/** Signs the devices' certificates and, its purpose says, nothing else. */
export function clientIssuerTemplate(id: string, serial: string, now: Date): Template {
  const template = authorityTemplate(`sec53 client issuer ${id}`, serial, now);
  return { ...template, purpose: 'clientAuth' };
}

export function serverTemplate(serial: string, validity: Validity, hosts: Host[]): Template {
  const template = leafTemplate('sec53 hub', serial, validity);
  return { ...template, purpose: 'serverAuth', hosts };
}

/**
 * A device's certificate. OpenSSL holds a common name against the root's constraints when it looks
 * like a host (`tom.example.com`) and no DNS name stands beside it, so one from home does.
 */
export function deviceTemplate(serial: string, validity: Validity, name: string): Template {
  const template = leafTemplate(name, serial, validity);
  const host: Host = { kind: 'dns', value: `${serial}.device.sec53.local` };
  return { ...template, purpose: 'clientAuth', hosts: [host] };
}

function authorityTemplate(subject: string, serial: string, now: Date): Template {
  const dates = datesOf({ now, days: authorityDays });
  return { subject, serial, ...dates, pathLength: 0, purpose: null, hosts: [], permitted: null };
}

function leafTemplate(subject: string, serial: string, validity: Validity): Template {
  const dates = datesOf(validity);
  return { subject, serial, ...dates, pathLength: null, purpose: null, hosts: [], permitted: null };
}

function datesOf({ now, days }: Validity): { notBefore: Date; notAfter: Date } {
  // Certificates count in whole seconds.
  const start = Math.floor((now.getTime() - backdateMs) / 1000) * 1000;
  return { notBefore: new Date(start), notAfter: new Date(start + days * dayMs) };
}
