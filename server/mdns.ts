import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { MulticastDNS, Options, QueryPacket, ResponsePacket } from 'multicast-dns';
import { errorText } from './errors.ts';
import type { Log } from './log.ts';
import { isHomeAddress } from './people/network.ts';

/** Seconds, as RFC 6762 advises for addresses. */
const ttl = 120;
const repeatMs = 1000;

export interface NameOnNetwork {
  stop(): Promise<void>;
}

interface Rooms {
  log: Log;
  /** This machine's addresses in the home, as they are now. */
  addresses?(): string[];
  /** Where to speak, for tests; the home network otherwise. */
  socket?: Options;
}

/**
 * Answers for the hub's `.local` names in the home network (multicast DNS, RFC 6762), beside whatever
 * else the machine runs for that. Where another machine answers for a name already, it keeps silent.
 *
 * @param names those that do not end in `.local` are somebody else's to answer for
 */
export async function answerForNames(
  names: readonly string[],
  { log, addresses = ownAddresses, socket = {} }: Rooms,
): Promise<NameOnNetwork> {
  const local = names.map(name => name.toLowerCase()).filter(name => name.endsWith('.local'));
  if (local.length === 0) return { stop: async () => undefined };
  const { default: createMdns } = await import('multicast-dns');
  const mdns = createMdns(socket);
  const taken = new Set<string>();

  function records(name: string, seconds: number) {
    return addresses().map(data => {
      const type = isIPv4(data) ? ('A' as const) : ('AAAA' as const);
      return { name, type, ttl: seconds, flush: true, data };
    });
  }

  function say(seconds: number): void {
    const answers = local.filter(name => !taken.has(name)).flatMap(name => records(name, seconds));
    if (answers.length > 0) mdns.respond({ answers });
  }

  mdns.on('query', ({ questions = [] }: QueryPacket) => {
    for (const { name, type } of questions) {
      const asked = name.toLowerCase();
      if (!local.includes(asked) || taken.has(asked)) continue;
      const answers = records(asked, ttl).filter(
        record => String(type) === 'ANY' || type === record.type,
      );
      if (answers.length > 0) mdns.respond({ answers });
    }
  });
  mdns.on('response', ({ answers = [] }: ResponsePacket) => {
    for (const { name, type, data } of answers.flatMap(answer =>
      answer.type === 'A' || answer.type === 'AAAA' ? [answer] : [],
    )) {
      const said = name.toLowerCase();
      if (!local.includes(said) || taken.has(said) || type !== 'A') continue;
      if (addresses().includes(data)) continue;
      taken.add(said);
      log.warn('another machine answers for the hub’s name; give this hub another one', {
        name: said,
        address: data,
        key: 'edge.names',
      });
    }
  });
  // A network that refuses takes the name from phones, and nothing from the alarm.
  let isTold = false;
  const tell = (error: Error) => {
    if (!isTold) log.warn('the hub’s name is not announced', { error: errorText(error) });
    isTold = true;
  };
  mdns.on('error', tell);
  mdns.on('warning', tell);

  await ready(mdns);
  mdns.query({ questions: local.map(name => ({ name, type: 'A' as const })) });
  // Once more a second later, since a datagram may be lost.
  const timers = [repeatMs, 2 * repeatMs].map(ms => setTimeout(() => say(ttl), ms).unref());
  return {
    stop: () =>
      new Promise(resolve => {
        for (const timer of timers) clearTimeout(timer);
        say(0);
        mdns.destroy(() => resolve());
      }),
  };
}

function ready(mdns: MulticastDNS): Promise<void> {
  return new Promise(resolve => {
    mdns.on('ready', () => resolve());
    mdns.on('error', () => resolve());
  });
}

function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .filter(({ internal, address }) => !internal && isHomeAddress(address))
    .map(({ address }) => address)
    .filter(address => !address.startsWith('fe80'));
}
