import type { OpenStream } from './stream.ts';

const KINDS = ['status', 'event', 'temperature', 'incident', 'notice', 'reset'];

/** The browser's EventSource as one connection: any error ends it. */
export const openEventSource: OpenStream = (url, handlers) => {
  const source = new EventSource(url);
  source.addEventListener('open', () => handlers.open());
  source.addEventListener('error', () => {
    source.close();
    handlers.error();
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, (message: MessageEvent<unknown>) => {
      handlers.message(kind, String(message.data), message.lastEventId);
    });
  }
  return () => source.close();
};
