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
export async function answerJson(context: RouteContext, json: string | Buffer): Promise<void> {
  const { res } = context;
  context.respond = false;
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Vary', 'Accept-Encoding');
  const isLong = json.length >= gzipFrom;
  if (isLong && context.acceptsEncodings('gzip', 'identity') === 'gzip') {
    res.setHeader('Content-Encoding', 'gzip');
    end(await compress(json));
  } else {
    // A short string goes out in one piece with the header; a long one would be copied for that.
    end(isLong && typeof json === 'string' ? Buffer.from(json) : json);
  }

  function end(body: string | Buffer): void {
    res.setHeader('Content-Length', Buffer.byteLength(body));
    res.end(body);
  }
}
