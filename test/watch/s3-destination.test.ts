import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginning, makeLink } from '../../server/watch/chain.ts';
import type { Batch } from '../../server/watch/forms.ts';
import { createS3Destination, type S3Settings } from '../../server/watch/s3-destination.ts';
import { type FakeS3, fakeKey, startS3 } from '../fakes/s3.ts';

const now = Date.parse('2026-11-24T02:41:00Z');
let s3: FakeS3;
beforeEach(async () => {
  s3 = await startS3(() => now);
});
afterEach(() => s3.stop());

const chain = 'c1';
const said = { chain, site: 'Tom’s (home)', incident: 'i', at: '2026-11-24T02:41:00.000Z' };
const first = makeLink(1, beginning, { n: 1, ...said, kind: 'trip', name: 'Haustür' });
const second = makeLink(2, first.hash, { n: 2, ...said, kind: 'confirmed' });
const batch: Batch = { chain, links: [first, second] };

function put(settings: Partial<S3Settings> = {}, at = now, signal = new AbortController().signal) {
  const bucket = createS3Destination(
    { bucket: 'evidence', prefix: 'sec53', endpoint: s3.url, ...fakeKey, ...settings },
    { site: said.site, now: () => at },
  );
  return bucket.put(batch, signal, 10_000);
}

describe('a bucket', () => {
  it('gets each batch as an object that says what it holds, whatever the house is called', async () => {
    await put();
    const key = `/evidence/sec53/evidence/Tom’s (home)/000000001-000000002-${second.hash}.json`;
    expect([...s3.objects.keys()]).toEqual([key]);
    expect(JSON.parse(s3.objects.get(key) ?? '')).toEqual({ site: said.site, ...batch });
  });

  it('has a batch once, however often it is sent', async () => {
    await put();
    await put();
    expect(s3.objects.size).toBe(1);
  });

  it.each<[string, Partial<S3Settings>, number, string]>([
    ['another secret', { secret: 'wrong' }, now, 'answers 403 (SignatureDoesNotMatch)'],
    ['another region', { region: 'us-east-1' }, now, 'answers 403 (SignatureDoesNotMatch)'],
    ['a wrong clock', {}, now - 3_600_000, 'answers 403 (RequestTimeTooSkewed)'],
  ])('refuses %s, and says why', async (_name, settings, at, reason) => {
    await expect(put(settings, at)).rejects.toThrow(reason);
    expect(s3.objects.size).toBe(0);
  });

  it.each([
    [403, 'answers 403 (AccessDenied)'],
    [500, 'answers 500 (InternalError)'],
  ])('that answers %i has not taken it', async (status, reason) => {
    s3.answers.push(status);
    await expect(put()).rejects.toThrow(reason);
    await put();
    expect(s3.objects.size).toBe(1);
  });

  it('that hangs is given up', async () => {
    s3.answers.push('hang');
    const end = new AbortController();
    const sent = put({}, now, end.signal);
    const refused = expect(sent).rejects.toThrow('given up');
    await s3.received(1);
    end.abort();
    await refused;
  });
});
