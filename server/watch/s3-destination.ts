import { createHash } from 'node:crypto';
import { askOutside } from '../outgoing/request.ts';
import { encodeAws, signAws } from '../outgoing/sign-aws.ts';
import type { Destination } from './destination.ts';
import { requireSuccess } from './outcomes.ts';

export interface S3Settings {
  bucket: string;
  prefix: string;
  region: string;
  /** Empty for AWS itself; else the address of whoever speaks its language. */
  endpoint: string;
  accessKey: string;
  secret: string;
}

/**
 * A bucket, each batch an object of its own, whose name says what it holds:
 * `PREFIX/evidence/SITE/FROM-TO-HASH.json`. Put a second time it is the same object.
 */
export function createS3Destination(
  settings: S3Settings,
  { site, now }: { site: string; now: () => number },
): Destination {
  const { bucket, prefix, region, endpoint } = settings;

  return {
    key: `s3 ${endpoint} ${bucket} ${prefix}`,
    async put({ chain, links }, signal, limitMs) {
      const [first, last] = [links[0], links.at(-1)];
      if (!first || !last) return undefined;
      const name = `${number(first.n)}-${number(last.n)}-${last.hash}.json`;
      const path = [...prefix.split('/').filter(Boolean), 'evidence', site, name];
      const url = new URL(addressOf(bucket, region, endpoint));
      url.pathname += path.map(encodePart).join('/');
      const body = JSON.stringify({ site, chain, links }, null, 1);
      const headers = {
        'content-type': 'application/json',
        // A bucket with object lock takes nothing without it.
        'content-md5': createHash('md5').update(body).digest('base64'),
      };
      const request = { method: 'PUT', url, headers, body } as const;
      const answer = await askOutside({
        ...request,
        headers: signAws(request, { ...settings, service: 's3' }, now()),
        ...{ signal, limitMs },
      });
      requireSuccess(answer, /<Code>(\w{1,64})<\/Code>/.exec(answer.text)?.[1]);
      return undefined;
    },
  };
}

/** A part that is dots alone would lead elsewhere. */
const encodePart = (part: string) => encodeAws(part.replace(/^\.+$/, '_'));

/** So that names sort as numbers do. */
const number = (n: number) => String(n).padStart(9, '0');

/** Ends in a slash. */
function addressOf(bucket: string, region: string, endpoint: string): string {
  if (endpoint !== '') return `${endpoint.replace(/\/*$/, '')}/${bucket}/`;
  const host = `s3.${region}.amazonaws.com`;
  // AWS's certificate covers one name deep.
  return bucket.includes('.') ? `https://${host}/${bucket}/` : `https://${bucket}.${host}/`;
}
