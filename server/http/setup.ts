import type { RequestListener } from 'node:http';
import { BlockList } from 'node:net';

const home = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  home.addSubnet(net, bits, 'ipv4');
}
home.addAddress('::1', 'ipv6');
home.addSubnet('fc00::', 7, 'ipv6');
home.addSubnet('fe80::', 10, 'ipv6');

/** True for addresses of this machine and of a home network. */
export function isHomeAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/, '');
  return home.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}

/**
 * The setup port never asks for a certificate, so it is the place from which a phone takes the
 * authority's. Only that is here; its fingerprint is shown by the hub's own console, not here, since
 * whoever could forge this page could forge that too.
 */
export function createSetup(rootPem: string): RequestListener {
  const page = setupPage();
  return (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        'Content-Type': type,
        'Content-Length': Buffer.byteLength(body),
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const path = (request.url ?? '').split('?', 1)[0];
    if (!isHomeAddress(request.socket.remoteAddress)) answer(403, 'text/plain', 'At home only.\n');
    else if (isRead && path === '/') answer(200, 'text/html; charset=utf-8', page);
    else if (isRead && path === '/sec53-ca.crt') {
      answer(200, 'application/x-x509-ca-cert', rootPem);
    } else answer(404, 'text/plain', 'There is nothing here.\n');
  };
}

function setupPage(): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>sec53 setup</title>
<h1>Make this phone trust your hub</h1>
<ol>
<li><a href="/sec53-ca.crt">Take the hub’s certificate</a>.
<li>On an iPhone: Settings, General, VPN &amp; Device Management, install the profile.
<li>Settings, General, About, Certificate Trust Settings: switch it on, after comparing its
fingerprint with the one that the hub’s administrator sees.
<li>Ask the administrator for this phone’s own certificate, and open the app.
</ol>
</html>
`;
}
