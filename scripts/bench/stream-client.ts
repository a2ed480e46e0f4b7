import { request } from 'node:https';
import type { Credential } from '../../test/request.ts';
import { steadyMs } from './clock.ts';
import { readTask } from './helper.ts';

export interface StreamTask {
  /** Of the stream. */
  address: string;
  as: Credential;
  /** Messages of the kind `event` to wait for. */
  count: number;
}

/** Reads an event stream, says `open` and then when each message was there, steady milliseconds. */
export async function runStreamClient(): Promise<void> {
  const { task, say } = await readTask<StreamTask>();
  const { address, as, count } = task;
  const arrived: number[] = [];
  let rest = '';
  const outgoing = request(address, { ...as, servername: 'localhost', agent: false }, incoming => {
    if (incoming.statusCode !== 200) throw new Error(`the stream answers ${incoming.statusCode}`);
    say('open');
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      const at = steadyMs();
      const messages = `${rest}${chunk}`.split('\n\n');
      rest = messages.pop() ?? '';
      for (const message of messages) if (message.startsWith('event: event\n')) arrived.push(at);
      if (arrived.length === count) say(arrived);
    });
  });
  outgoing.end();
}
