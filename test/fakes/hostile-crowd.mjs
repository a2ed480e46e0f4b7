// Strangers in a process of their own, all at once: `slow-bodies`, `slow-headers`, `large-headers`,
// `many-headers` or `handshakes` with a certificate of another authority. It says on stdout when they
// are at work, and when the hub has ended them all. Plain JavaScript, because a test starts it as it is.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

const [kind, port, count, foreign] = process.argv.slice(2);
const pem = foreign && readFileSync(foreign);
const credential = pem ? { cert: pem, key: pem } : {};
const post = 'POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const get = 'GET /api/status HTTP/1.1\r\nHost: localhost\r\n';
const kinds = {
  'slow-bodies': { first: `${post}Content-Length: 10000\r\n\r\n`, drop: ' ' },
  'slow-headers': { first: get, drop: 'A: b\r\n' },
  'large-headers': { first: `${get}A: ${'b'.repeat(2 ** 20)}\r\n\r\n` },
  'many-headers': { first: `${get}${'Name: value\r\n'.repeat(5000)}\r\n` },
  handshakes: { first: '' },
};
const { first, drop } = kinds[kind];
const answers = {};
let ended = 0;

function knock() {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...credential });
  let timer;
  socket.on('secureConnect', () => {
    socket.write(first);
    if (drop) timer = setInterval(() => socket.write(drop), 500);
    if (kind === 'handshakes') socket.destroy();
  });
  socket.on('data', chunk => {
    const status = /^HTTP\/1\.1 (\d+)/.exec(chunk)?.[1];
    if (status) answers[status] = (answers[status] ?? 0) + 1;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(timer);
    if (++ended === Number(count)) console.log(`ended ${JSON.stringify(answers)}`);
  });
}

for (let index = 0; index < Number(count); index++) knock();
console.log('at work');
