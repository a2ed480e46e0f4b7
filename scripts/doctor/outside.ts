import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { errorCode, errorText } from '../../server/errors.ts';
import type { State } from '../../server/state/state.ts';
import type { Facts } from './facts.ts';
import { good, type Row, warning } from './row.ts';

const check = 'watch';
const limitMs = 5000;

/**
 * Whether those outside who are to miss this hub can be reached. Nothing is said to them: a request would count
 * as a sign of life.
 */
export async function checkWatch({ config, state }: Facts): Promise<Row[]> {
  if (!config) return [];
  const { heartbeat, witness } = config.watch;
  const rows: Row[] = [];
  if (!heartbeat && !witness) {
    const fix = 'set watch.heartbeat or watch.witness; see docs/watch.md';
    rows.push(warning(check, 'nobody outside would notice that this hub is silent', fix));
  }
  if (heartbeat) rows.push(await judgePlace('heartbeat', heartbeat.url, undefined));
  if (witness) rows.push(await judgePlace('witness', witness.url, witness.ca));
  return [...rows, ...(state ? judgeEvidence(state) : [])];
}

/** Whether everybody outside has all steps of incidents. */
function judgeEvidence(state: State): Row[] {
  const { query } = state;
  const newest = query.selectFrom('evidence').select('n').orderBy('n', 'desc').limit(1);
  const last = state.first(newest)?.n ?? 0;
  return state.all(query.selectFrom('evidence_sent').selectAll()).map(({ destination, n }) => {
    if (n >= last) return good(check, `${destination} has all the evidence`);
    const fix = 'see what the app says of it (House, Who is told)';
    return warning(check, `${last - n} links of evidence wait for ${destination}`, fix);
  });
}

async function judgePlace(name: string, url: string, ca: string | undefined): Promise<Row> {
  const { host, hostname, port, protocol } = new URL(url);
  const label = `${name} ${host}`;
  const isSecure = protocol === 'https:';
  try {
    await reach(hostname.replace(/^\[|\]$/g, ''), Number(port || (isSecure ? 443 : 80)), {
      isSecure,
      ca,
    });
    return good(check, `${label} can be reached`);
  } catch (error) {
    const code = errorCode(error);
    const fix = /CERT|SELF_SIGNED|ALTNAME|LEAF/.test(code)
      ? 'name its root certificate: watch.witness.ca_file'
      : 'see to the network, and to the address';
    return warning(check, `${label} cannot be reached: ${code || errorText(error)}`, fix);
  }
}

/** Opens a connection, with its TLS verified, and closes it. */
function reach(
  host: string,
  port: number,
  { isSecure, ca }: { isSecure: boolean; ca: string | undefined },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = isSecure
      ? connectTls({
          ...{ host, port },
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(ca === undefined ? {} : { ca }),
        })
      : connectPlain({ host, port });
    socket.setTimeout(limitMs, () => socket.destroy(new Error('no answer in time')));
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
