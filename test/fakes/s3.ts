import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { signAws } from '../../server/outgoing/sign-aws.ts';

export interface FakeS3 {
  url: string;
  /** By `/BUCKET/KEY`. */
  objects: Map<string, string>;
  /** Answers for the next requests, in place of the usual; `hang` never answers. */
  answers: (number | 'hang')[];
  received(count: number): Promise<void>;
  stop(): Promise<void>;
}

export const fakeKey = {
  ...{ accessKey: 'AKIAIOSFODNN7EXAMPLE', region: 'ap-southeast-2', service: 's3' },
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/**
 * A bucket with object lock on 127.0.0.1: checks signature, date and the body's sums as S3 does, and
 * takes PUT alone.
 */
export async function startS3(now: () => number): Promise<FakeS3> {
  const objects = new Map<string, string>();
  const answers: (number | 'hang')[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let requests = 0;

  function judge(
    method: string,
    target: string,
    headers: Record<string, string>,
    body: string,
  ): [number, string] {
    const { authorization = '', ...rest } = headers;
    const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    const date = rest['x-amz-date'] ?? '';
    const at = Date.parse(
      date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    if (!(Math.abs(at - now()) <= 15 * 60_000)) return [403, 'RequestTimeTooSkewed'];
    const signed = Object.fromEntries(
      names
        .filter(name => !['host', 'x-amz-date', 'x-amz-content-sha256'].includes(name))
        .map(name => [name, rest[name] ?? '']),
    );
    const url = new URL(target, `http://${rest.host}`);
    const expected = signAws({ method, url, headers: signed, body }, fakeKey, at);
    if (expected.authorization !== authorization) return [403, 'SignatureDoesNotMatch'];
    const sum = createHash('sha256').update(body).digest('hex');
    if (rest['x-amz-content-sha256'] !== sum) return [400, 'XAmzContentSHA256Mismatch'];
    const md5 = createHash('md5').update(body).digest('base64');
    if (!names.includes('content-md5')) return [400, 'InvalidRequest'];
    if (rest['content-md5'] !== md5) return [400, 'BadDigest'];
    if (method !== 'PUT') return [405, 'MethodNotAllowed'];
    objects.set(decodeURIComponent(target), body);
    return [200, ''];
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      requests++;
      const wrong = answers.shift();
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const { method = '', url = '' } = request;
      if (wrong !== 'hang') {
        const [status, code] =
          wrong === undefined
            ? judge(method, url, headers, Buffer.concat(chunks).toString())
            : [wrong, wrong === 403 ? 'AccessDenied' : 'InternalError'];
        response.setHeader('connection', 'close');
        response.writeHead(status, { 'content-type': 'application/xml' });
        response.end(code && `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
      }
      for (const { count, resolve } of waiting) if (requests >= count) resolve();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    ...{ url: `http://127.0.0.1:${address.port}`, objects, answers },
    received: count =>
      new Promise(resolve => {
        if (requests >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
