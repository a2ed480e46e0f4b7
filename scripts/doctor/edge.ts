import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Config } from '../../server/config/config.ts';
import { errorCode, errorText } from '../../server/errors.ts';
import { createDocuments } from '../../server/state/documents.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, skipped } from './row.ts';

const check = 'edge';
const limitMs = 5000;

/** Whether the hub that runs answers at its port as a phone would ask it. */
export async function checkEdge({ config, hub, state, dataFolder }: Facts): Promise<Row[]> {
  if (!config) return [];
  if (hub === undefined) {
    return [skipped(check, 'no hub runs, so none answers', 'start it: systemctl start sec53')];
  }
  const { edge } = config;
  const picked = state && createDocuments(state).read('port');
  const port = edge.port === 0 ? Number(picked ?? 0) : edge.port;
  const root = readFileSync(join(dataFolder, 'pki', 'root.pem'), 'utf8');
  try {
    const status = await askHealth(edge, port, root);
    if (status === 200) return [good(check, `port ${port} answers, and the hub is well`)];
    const fix = 'see the log of the hub: its disk refuses to be written';
    return [fault(check, `port ${port} answers ${status}: the hub cannot record`, fix)];
  } catch (error) {
    const code = errorCode(error);
    if (edge.requireCertificate && /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/.test(code)) {
      return [good(check, `port ${port} answers, and asks for a certificate`)];
    }
    const fix = /CERT|ALTNAME|SELF_SIGNED|LEAF/.test(code)
      ? 'see the certificates above; restart the hub once they are right'
      : 'see the log of the hub; is another program or a firewall at the port?';
    return [fault(check, `port ${port} does not answer: ${errorText(error)}`, fix)];
  }
}

/** The status of `/healthz`, over TLS that is verified as a phone does. */
function askHealth(
  { host, names, certificate_file }: Config['edge'],
  port: number,
  root: string,
): Promise<number> {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const given = certificate_file === undefined ? [] : rootCertificates;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: everywhere[host] ?? host, port, path: '/healthz', agent: false },
        ...{ servername: names[0] ?? 'localhost', ca: [root, ...given] },
        signal: AbortSignal.timeout(limitMs),
      },
      answer => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
