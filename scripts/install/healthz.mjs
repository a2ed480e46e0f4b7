import { request } from 'node:https';

// Asks the hub on this machine whether it is well: node healthz.mjs PORT. Exit code 0 when it is.
const [port = '8443'] = process.argv.slice(2);
// Nothing is sent but the question, and only to this machine, so its certificate need not be known.
const options = { host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false };
const asked = request({ ...options, timeout: 10_000 }, answer => {
  answer.resume();
  if (answer.statusCode !== 200) console.error(`the hub answers ${answer.statusCode}`);
  process.exitCode = answer.statusCode === 200 ? 0 : 1;
});
asked.on('timeout', () => asked.destroy(new Error('it does not answer')));
asked.on('error', error => {
  // A hub with edge.requireCertificate says no more to somebody without one.
  if (error.code === 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') return;
  console.error(`the hub cannot be asked: ${error.message}`);
  process.exitCode = 1;
});
asked.end();
