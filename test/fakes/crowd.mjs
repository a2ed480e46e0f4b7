// A crowd of phones in a process of its own: opens event streams, reads nine of ten, and says what
// they got. Plain JavaScript, because a test starts it as it is.
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';

const [port, ca, cert, key, total, wanted] = process.argv.slice(2);
const credential = { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) };
const request = 'GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n';
let reading = 0;
let complete = 0;
let closed = 0;

function join(index) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', servername: 'localhost', port, ...credential });
    socket.on('error', reject);
    socket.on('close', () => closed++);
    socket.on('secureConnect', () => socket.write(request));
    let events = 0;
    socket.on('data', chunk => {
      const text = String(chunk);
      events += text.split('event: event\n').length - 1;
      if (text.includes('event: status')) resolve();
      if (index % 10 === 0) socket.pause();
      else if (events === Number(wanted)) {
        events = Number.NaN;
        if (++complete === reading) process.stdout.write(`complete ${complete} closed ${closed}\n`);
      }
    });
    if (index % 10 !== 0) reading++;
  });
}

for (let index = 0; index < Number(total); index++) await join(index);
process.stdout.write(`connected ${total}\n`);
