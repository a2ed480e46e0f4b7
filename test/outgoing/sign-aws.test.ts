import { describe, expect, it } from 'vitest';
import { encodeAws, signAws } from '../../server/outgoing/sign-aws.ts';

/** What AWS publishes to check an implementation by. */
describe('a signature of AWS', () => {
  const at = Date.parse('2013-05-24T00:00:00Z');
  const key = {
    accessKey: 'AKIAIOSFODNN7EXAMPLE',
    secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    region: 'us-east-1',
    service: 's3',
  };
  const bucket = 'https://examplebucket.s3.amazonaws.com';

  it.each([
    [
      'GET',
      '/test.txt',
      { range: 'bytes=0-9' },
      '',
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ],
    [
      'PUT',
      `/${encodeAws('test$file.text')}`,
      { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      'Welcome to Amazon S3.',
      'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    ],
    [
      'GET',
      '/?lifecycle',
      {},
      '',
      'host;x-amz-content-sha256;x-amz-date',
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'GET',
      '/?max-keys=2&prefix=J',
      {},
      '',
      'host;x-amz-content-sha256;x-amz-date',
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('is that of the S3 guide: %s %s', (method, path, headers, body, names, signature) => {
    const url = new URL(path, bucket);
    const signed = signAws({ method, url, headers, body }, key, at);
    expect(signed.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
    );
  });

  it.each([
    ['get-vanilla', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('is that of the test suite: %s', (_name, path, signature) => {
    const url = new URL(path, 'https://example.amazonaws.com');
    const suite = {
      accessKey: 'AKIDEXAMPLE',
      secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      ...{ region: 'us-east-1', service: 'service' },
    };
    const asked = { method: 'GET', url, headers: {}, body: '' };
    const signed = signAws(asked, suite, Date.parse('2015-08-30T12:36:00Z'));
    expect(signed.authorization).toContain(`SignedHeaders=host;x-amz-date, Signature=${signature}`);
  });
});
