import { once } from 'node:events';
import { connect } from 'node:net';
import type { ElementHandle, Wire } from './wire.ts';

type Answer = [
  kind: 1,
  id: number,
  error: { error: string; message: string } | null,
  value: unknown,
];

export interface Marionette extends Wire {
  /** Runs the body of a function in Firefox itself. */
  inside<T>(script: string, ...args: unknown[]): Promise<T>;
}

/**
 * Firefox driven as Firefox drives itself: WebDriver's commands as JSON by TCP, each after its length.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export async function connectMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const waiting = new Map<number, (answer: Answer) => void>();
  let isGone = false;
  let count = 0;
  let received = Buffer.alloc(0);

  socket.on('data', chunk => {
    received = Buffer.concat([received, chunk]);
    for (let message = take(); message !== undefined; message = take()) {
      // What comes first is a greeting, without a number.
      const answer: Answer | { 1?: undefined } = JSON.parse(message);
      if (answer[1] !== undefined) waiting.get(answer[1])?.(answer);
    }
  });
  // Its end follows, and tells enough.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isGone = true;
    for (const [id, answered] of waiting) {
      answered([1, id, { error: 'gone', message: 'Firefox ended' }, null]);
    }
  });

  function take(): string | undefined {
    const colon = received.indexOf(':');
    const end = colon + 1 + Number(received.subarray(0, Math.max(colon, 0)).toString());
    if (colon < 0 || received.length < end) return undefined;
    const message = received.subarray(colon + 1, end).toString();
    received = received.subarray(end);
    return message;
  }

  function ask(command: string, parameters: object = {}): Promise<unknown> {
    count += 1;
    const id = count;
    const message = JSON.stringify([
      0,
      id,
      command.includes(':') ? command : `WebDriver:${command}`,
      parameters,
    ]);
    return new Promise((resolve, reject) => {
      if (isGone) return reject(new Error(`${command}: Firefox ended`));
      waiting.set(id, ([, , error, value]) => {
        waiting.delete(id);
        if (error) reject(new Error(`${command}: ${error.error}: ${error.message}`));
        else resolve(value);
      });
      socket.write(`${Buffer.byteLength(message)}:${message}`);
    });
  }

  async function value<T>(command: string, parameters?: object): Promise<T> {
    const answer = await ask(command, parameters);
    // Each answer has the shape that its command is known for.
    return (answer as { value: T }).value;
  }

  const idOf = (element: ElementHandle) => Object.values(element)[0];
  await ask('NewSession');
  return {
    go: async url => void (await ask('Navigate', { url })),
    reload: async () => void (await ask('Refresh')),
    run: (script, ...args) => value('ExecuteScript', { script, args }),
    async inside<T>(script: string, ...args: unknown[]) {
      await ask('Marionette:SetContext', { value: 'chrome' });
      try {
        return await value<T>('ExecuteScript', { script, args });
      } finally {
        await ask('Marionette:SetContext', { value: 'content' });
      }
    },
    click: async element => void (await ask('ElementClick', { id: idOf(element) })),
    type: async (element, text) => void (await ask('ElementSendKeys', { id: idOf(element), text })),
    picture: () => value('TakeScreenshot', { full: false }),
  };
}
