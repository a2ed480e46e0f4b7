import fc from 'fast-check';
import { expect, it } from 'vitest';
import { payloadLimit, pushPayload } from '../../server/notify/push-payload.ts';

const alarm = {
  id: '0199',
  title: 'Home: Front door opened',
  body: 'At 02:41.',
  navigate: 'https://sec53.example/incident/7',
  at: 1_700_000_000_000,
};

it('is what Safari reads by itself, and no script may touch', () => {
  expect(JSON.parse(pushPayload({ ...alarm, badge: 1 }))).toEqual({
    web_push: 8030,
    notification: {
      ...{ title: 'Home: Front door opened', body: 'At 02:41.', lang: 'en' },
      navigate: 'https://sec53.example/incident/7?tap=0199',
      ...{ tag: '0199', timestamp: 1_700_000_000_000, data: { id: '0199' } },
    },
    app_badge: 1,
  });
});

it('of a test is one that the service worker acknowledges', () => {
  const test = JSON.parse(pushPayload({ ...alarm, receipt: 'once' }));
  expect(test).toMatchObject({
    mutable: true,
    notification: { data: { id: '0199', receipt: 'once' } },
  });
});

it('always fits, and loses no more of its body than it must', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 9000, size: 'max' }),
      fc.string({ unit: 'binary', maxLength: 400, size: 'max' }),
      (body, title) => {
        const text = pushPayload({ ...alarm, body, title });
        const { notification } = JSON.parse(text);
        const bytes = Buffer.byteLength(text);
        expect(bytes).toBeLessThanOrEqual(payloadLimit);
        if (notification.body === body.toWellFormed()) return;
        expect(notification.body.endsWith('…')).toBe(true);
        expect(body.startsWith(notification.body.slice(0, -1))).toBe(true);
        // A character takes twelve bytes at most; spaces at the end go too.
        const room = payloadLimit - bytes;
        const rest = body.slice(notification.body.length - 1);
        expect(room < 13 || /^\s/.test(rest)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
