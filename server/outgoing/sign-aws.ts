import { createHash, createHmac } from 'node:crypto';

export interface AwsKey {
  accessKey: string;
  secret: string;
  region: string;
  /** Such as `s3`. */
  service: string;
}

export interface AwsRequest {
  method: string;
  url: URL;
  /** Lower-case names. All of them are signed, and `host` and the date are added. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * The headers that make a request one of the key's owner: AWS Signature Version 4, as the S3 API's
 * makers and their imitators check it.
 *
 * @param at epoch milliseconds; servers refuse what is over 15 minutes off
 */
export function signAws(
  { method, url, headers, body }: AwsRequest,
  { accessKey, secret, region, service }: AwsKey,
  at: number,
): Record<string, string> {
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const signed: Record<string, string> = { ...headers, host: url.host, 'x-amz-date': date };
  const bodyHash = sha256(body);
  // S3 wants it said; other services of AWS do not.
  if (service === 's3') signed['x-amz-content-sha256'] = bodyHash;
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    url.pathname,
    canonicalQuery(url),
    ...names.map(name => `${name}:${signed[name]?.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of [day, region, service, 'aws4_request']) key = hmac(key, part);
  const signature = hmac(key, toSign).toString('hex');
  const credential = `Credential=${accessKey}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...signed, authorization };
}

/** RFC 3986, stricter than encodeURIComponent: what AWS calls URI encoding. */
export function encodeAws(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery({ searchParams }: URL): string {
  return [...searchParams]
    .map(([name, value]) => `${encodeAws(name)}=${encodeAws(value)}`)
    .sort()
    .join('&');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
