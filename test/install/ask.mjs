import { readFileSync } from 'node:fs';
import { request } from 'node:https';

// One request to the installed hub, with the first admin's certificate: node ask.mjs METHOD PATH [BODY].
const [method, path, body] = process.argv.slice(2);
const read = file => readFileSync(`/var/lib/sec53/pki/${file}`);
const asked = request(`https://localhost:8443${path}`, {
  ...{ method, ca: read('root.pem'), servername: 'localhost' },
  ...{ cert: read('devices/admin/admin.pem'), key: read('devices/admin/admin.key') },
  headers: body === undefined ? {} : { 'content-type': 'application/json' },
});
asked.on('response', answer => {
  process.exitCode = answer.statusCode < 300 ? 0 : 1;
  answer.pipe(process.stdout);
});
asked.end(body);
