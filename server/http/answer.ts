import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { RouteContext } from './route.ts';

/** Below that it would hardly get smaller. */
const gzipFrom = 1024;
const compress = promisify(gzip);

/**
 * Answers with JSON, compressed for a client that takes it. Koa would look at the body several times
 * more and set each of its headers more than once; so many requests are answered that it shows.
 */
export async function answerJson(context: RouteContext, text: string): Promise<void> {
  const { res } = context;
  context.respond = false;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Vary', 'Accept-Encoding');
  const isLong = text.length >= gzipFrom;
  if (isLong && context.acceptsEncodings('gzip', 'identity') === 'gzip') {
    const packed = await compress(text);
    res.setHeader('Content-Encoding', 'gzip');
    end(packed, packed.length);
  } else {
    end(text, Buffer.byteLength(text));
  }

  function end(body: string | Buffer, length: number): void {
    res.setHeader('Content-Length', length);
    res.end(body);
  }
}
