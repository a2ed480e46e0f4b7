import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEndpointJudge } from '../../server/notify/push-endpoint.ts';

const own = ['push.home.arpa', '192.168.1.7:8443', 'Push.Example:443'];
const judge = createEndpointJudge(own);

describe('an endpoint', () => {
  it.each([
    'https://web.push.apple.com/QGuQyavXutnMH1tD',
    'https://api.push.apple.com/3/device/x',
    'https://fcm.googleapis.com/fcm/send/c2:APA91b_x-y',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2fx%3d%3d',
  ])('of a known service is taken: %s', endpoint => {
    expect(judge(endpoint)).toMatchObject({ url: { href: endpoint }, isOwn: false });
  });

  it.each(['https://push.home.arpa/a', 'https://192.168.1.7:8443/b', 'https://push.example/c'])(
    'of the owner’s own is taken: %s',
    endpoint => expect(judge(endpoint)).toMatchObject({ isOwn: true }),
  );

  it.each([
    '',
    'web.push.apple.com/x',
    'http://web.push.apple.com/x',
    'https://web.push.apple.com:8443/x',
    'https://web.push.apple.com:443/x',
    'https://web.push.apple.com./x',
    'https://WEB.push.apple.com/x',
    'https://tom@web.push.apple.com/x',
    'https://tom:secret@web.push.apple.com/x',
    'https://web.push.apple.com/x#y',
    'https://web.push.apple.com\\@evil.example/x',
    'https://web.push.apple.com.evil.example/x',
    'https://evilpush.apple.com/x',
    'https://notify.windows.com.evil.example/x',
    'https://evil.example/web.push.apple.com',
    'https://push.home.arpa:8443/x',
    'https://192.168.1.7/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://[::1]/x',
    'https://localhost/x',
    `https://web.push.apple.com/${'x'.repeat(2048)}`,
  ])('is refused: %.60s', endpoint => {
    expect(judge(endpoint)).toBeUndefined();
  });

  it('is never another host than those, however it is written', () => {
    const allowed =
      /^https:\/\/(([a-z0-9.-]+\.)?(push\.apple\.com|notify\.windows\.com)|fcm\.googleapis\.com|updates\.push\.services\.mozilla\.com|push\.home\.arpa|192\.168\.1\.7:8443|push\.example)\//;
    const part = fc.constantFrom(
      ...['https://', 'http://', '//', '/', '\\', '@', ':', '.', '#', '?', '%2f', '%00', '\t'],
      ...['web.push.apple.com', 'fcm.googleapis.com', 'x.notify.windows.com', 'evil.example'],
      ...['push.home.arpa', '192.168.1.7', '127.0.0.1', '[::1]', '443', '8443', '。', 'a'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), parts => {
        const endpoint = `https://${parts.join('')}`;
        const judged = judge(endpoint);
        if (!judged) return;
        expect(judged.url.href).toBe(endpoint);
        expect(endpoint).toMatch(allowed);
      }),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), url => {
        expect(judge(url)).toBeUndefined();
      }),
    );
  });
});
