/** Where a push service takes messages for one subscription. */
interface PushEndpoint {
  url: URL;
  /** One of the owner's own hosts, which may be at home; all others must have a public address. */
  isOwn: boolean;
}

/**
 * The endpoint, if it may be subscribed and sent to; else undefined. Phones say it, so whatever else it
 * could be would be a request of the hub's on somebody's behalf.
 */
export type JudgeEndpoint = (endpoint: string) => PushEndpoint | undefined;

export const endpointLimit = 2048;

const known = ['fcm.googleapis.com', 'updates.push.services.mozilla.com', 'web.push.apple.com'];
/** Anything below these. */
const knownBelow = ['.push.apple.com', '.notify.windows.com'];

/** @param ownHosts `notify.push.hosts`: `HOST` or `HOST:PORT` */
export function createEndpointJudge(ownHosts: readonly string[]): JudgeEndpoint {
  const own = new Set(ownHosts.map(host => host.toLowerCase().replace(/:443$/, '')));

  return endpoint => {
    if (endpoint.length > endpointLimit || !URL.canParse(endpoint)) return undefined;
    const url = new URL(endpoint);
    // What is written in two ways could be read in two ways, here and where it is sent from.
    if (url.href !== endpoint || url.protocol !== 'https:' || url.hash !== '') return undefined;
    if (url.username !== '' || url.password !== '') return undefined;
    if (own.has(url.host)) return { url, isOwn: true };
    // The port of https itself is not written.
    return url.port === '' && isKnown(url.hostname) ? { url, isOwn: false } : undefined;
  };
}

function isKnown(host: string): boolean {
  return known.includes(host) || knownBelow.some(end => host.endsWith(end));
}
