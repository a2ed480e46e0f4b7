import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Talk {
  say(text: string): void;
  /** Called with each text that the other side says. */
  listen(heard: (text: string) => void): void;
}

const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const text = 0x81;
const closing = 0x8;
const ping = 0x9;

/** The server's half of a WebSocket (RFC 6455) for short texts, each in one frame, as Firefox sends them. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): Talk {
  const key = `${request.headers['sec-websocket-key']}${guid}`;
  const protocol = request.headers['sec-websocket-protocol'];
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
      ...(protocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${protocol}`]),
      '\r\n',
    ].join('\r\n'),
  );
  const listeners = new Set<(text: string) => void>();
  let received = Buffer.alloc(0);

  function write(kind: number, body: Buffer): void {
    const isShort = body.length < 126;
    const head = Buffer.alloc(isShort ? 2 : 4);
    head.writeUInt8(kind, 0);
    head.writeUInt8(isShort ? body.length : 126, 1);
    if (!isShort) head.writeUInt16BE(body.length, 2);
    socket.write(Buffer.concat([head, body]));
  }

  /** The next whole frame; a browser's are all masked. */
  function take(): { kind: number; body: Buffer } | undefined {
    if (received.length < 6) return undefined;
    const short = received.readUInt8(1) & 0x7f;
    const start = short < 126 ? 2 : 4;
    const length = short < 126 ? short : received.readUInt16BE(2);
    const end = start + 4 + length;
    if (short === 127) throw new Error('a frame that is too long');
    if (received.length < end) return undefined;
    const mask = received.subarray(start, start + 4);
    const body = received
      .subarray(start + 4, end)
      .map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    const kind = received.readUInt8(0) & 0xf;
    received = received.subarray(end);
    return { kind, body: Buffer.from(body) };
  }

  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (let frame = take(); frame; frame = take()) {
      if (frame.kind === closing) socket.end();
      else if (frame.kind === ping) write(0x8a, frame.body);
      else for (const heard of listeners) heard(frame.body.toString());
    }
  });
  // The browser goes when its test is over.
  socket.on('error', () => undefined);
  return {
    say: said => write(text, Buffer.from(said)),
    listen: heard => void listeners.add(heard),
  };
}
