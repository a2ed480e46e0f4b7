import { request } from 'node:https';
import type { Credential } from './request.ts';

export interface Message {
  event: string;
  id: string;
  data: ReturnType<typeof JSON.parse>;
  /** Nanoseconds on the machine's steady clock. */
  heardAt: bigint;
}

export interface OpenedStream {
  messages: Message[];
  /** Resolves to the first message, from the beginning on, that fits. */
  next(fits: (message: Message) => boolean): Promise<Message>;
  /** Resolves when the hub ended it. */
  ended: Promise<void>;
  close(): void;
}

/** Opens `/api/stream` and reads it as a browser would. */
export async function openStream(
  address: string,
  as: Credential,
  headers: Record<string, string> = {},
): Promise<OpenedStream> {
  const messages: Message[] = [];
  const listeners = new Set<() => void>();
  let rest = '';
  const outgoing = request(`${address}/api/stream`, { ...as, agent: false, headers });
  const incoming = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end();
  });
  if (incoming.statusCode !== 200) throw new Error(`the stream answers ${incoming.statusCode}`);
  outgoing.on('error', () => undefined);
  const ended = new Promise<void>(resolve => incoming.on('close', () => resolve()));
  incoming.on('error', () => undefined);
  incoming.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = `${rest}${chunk}`.split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const fields = new Map(
        part.split('\n').map(line => {
          const [name = '', ...value] = line.split(': ');
          return [name, value.join(': ')] as const;
        }),
      );
      const data = fields.get('data');
      if (data === undefined) continue;
      messages.push({
        event: fields.get('event') ?? '',
        id: fields.get('id') ?? '',
        data: JSON.parse(data),
        heardAt: process.hrtime.bigint(),
      });
    }
    for (const listener of listeners) listener();
  });
  return {
    messages,
    ended,
    next: fits =>
      new Promise(resolve => {
        const look = () => {
          const found = messages.find(fits);
          if (!found) return;
          listeners.delete(look);
          resolve(found);
        };
        listeners.add(look);
        look();
      }),
    close: () => outgoing.destroy(),
  };
}
