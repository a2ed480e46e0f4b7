import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';

const claimsForm = z.object({ aud: z.string(), exp: z.number(), sub: z.string() });
const headerForm = z.object({ typ: z.literal('JWT'), alg: z.literal('ES256') });

export interface VapidToken {
  /** base64url. */
  publicKey: string;
  claims: z.output<typeof claimsForm>;
}

/**
 * Reads a hub's token as a push service does (RFC 8292).
 *
 * @returns undefined when it is none, or another key signed it
 */
export function readVapidToken(authorization: string | undefined): VapidToken | undefined {
  const [, token = '', publicKey = ''] =
    /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization ?? '') ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  if (point.length !== 65) return undefined;
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned || !headerForm.safeParse(parse(head)).success) return undefined;
  const claims = claimsForm.safeParse(parse(body)).data;
  return claims && { publicKey, claims };
}

function parse(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
