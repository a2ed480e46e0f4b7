import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { errorCode, errorText } from '../errors.ts';

const answerBytes = 16 * 1024;

export interface OutsideRequest {
  url: URL;
  /** GET without one, POST with a body unless it says otherwise. */
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** PEM: whose certificates are taken in place of the system's, and the client's own. */
  tls?: {
    ca?: string | undefined;
    cert?: string | undefined;
    key?: string | undefined;
  };
  /** Gives the request up. */
  signal: AbortSignal;
  limitMs: number;
}

export interface OutsideAnswer {
  status: number;
  text: string;
}

/** No answer to go by. The message is fit to be shown, and holds nothing of what was sent. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  /** False only when surely nothing of the request has left. */
  readonly mayHaveArrived: boolean;
  /** Somebody is there, and answers with what is of no use. */
  readonly isAnswered: boolean;

  constructor(message: string, mayHaveArrived: boolean, isAnswered = false) {
    super(message);
    this.mayHaveArrived = mayHaveArrived;
    this.isAnswered = isAnswered;
  }
}

/**
 * One request to somebody who is not of the house, on a connection of its own: a kept one that the
 * other side has closed meanwhile would leave open whether what was sent was taken.
 *
 * @throws RequestFailure when there is no connection, no whole answer in time, a redirect (which could
 *   lead credentials into the home network), or an answer of over 16 KB
 */
export async function askOutside(asked: OutsideRequest): Promise<OutsideAnswer> {
  const { url, body, tls, limitMs } = asked;
  const limit = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([asked.signal, limit]);
  let isConnected = false;
  try {
    return await new Promise<OutsideAnswer>((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const request = (isSecure ? requestHttps : requestHttp)(url, {
        method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
        agent: false,
        signal,
        ...tls,
        headers: {
          ...asked.headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      });
      request.on('socket', socket => {
        // Before this the operating system, or TLS, has let no byte of the request out.
        socket.once(isSecure ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        });
      });
      request.on('error', reject);
      request.on('response', response => {
        read(response).then(resolve, error => {
          request.destroy();
          reject(error);
        });
      });
      request.end(body);
    });
  } catch (error) {
    if (error instanceof RequestFailure) throw error;
    throw new RequestFailure(describe(error), isConnected);
  }

  function describe(error: unknown): string {
    if (asked.signal.aborted) return 'given up';
    if (limit.aborted) return `no answer within ${limitMs / 1000} s`;
    const what = errorCode(error) || errorText(error);
    return isConnected ? `the connection broke (${what})` : `no connection (${what})`;
  }
}

async function read(response: IncomingMessage): Promise<OutsideAnswer> {
  const { statusCode: status = 0 } = response;
  if (status >= 300 && status < 400) {
    throw new RequestFailure('redirected; not followed', true, true);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > answerBytes) throw new RequestFailure('the answer is over 16 KB', true, true);
    chunks.push(chunk);
  }
  return { status, text: Buffer.concat(chunks).toString('utf8') };
}
