import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathWithin, toShownMessage } from '../../client/push-message.ts';
import { pushPayload } from '../../server/notify/push-payload.ts';

const origin = 'https://sec53.example';
const alarm = {
  ...{ id: '7', title: 'Home: Front door opened', body: 'At 02:41.', at: 1_700_000_000_000 },
  navigate: `${origin}/incident/9`,
};

describe('what is shown of a push', () => {
  it('is what the hub wrote, under the tag that Safari uses too', () => {
    expect(toShownMessage(pushPayload(alarm), undefined, origin)).toEqual({
      title: alarm.title,
      options: {
        ...{ body: alarm.body, tag: '7', lang: 'en', timestamp: alarm.at },
        data: { path: '/incident/9?tap=7' },
      },
      receipt: null,
    });
  });

  it('of a test carries what it is to be reported with', () => {
    const text = pushPayload({ ...alarm, receipt: 'once' });
    expect(toShownMessage(text, undefined, origin).receipt).toBe('once');
  });

  it('is what Safari would show, when it hands that over in place of the data', () => {
    const { notification } = JSON.parse(pushPayload({ ...alarm, receipt: 'once' }));
    const shown = toShownMessage(null, notification, origin);
    expect(shown).toEqual(toShownMessage(pushPayload({ ...alarm, receipt: 'once' }), null, origin));
  });

  it('is always something, whatever came', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.anything().map(value => String(JSON.stringify({ notification: value }))),
      fc.constant(null),
    );
    fc.assert(
      fc.property(anything, fc.anything(), (text, proposed) => {
        const { title, options, receipt } = toShownMessage(text, proposed, origin);
        expect(title).not.toBe('');
        expect(options.tag).toEqual(expect.any(String));
        expect(options.data.path).toMatch(/^\//);
        expect(receipt === null || typeof receipt === 'string').toBe(true);
      }),
    );
    expect(toShownMessage('{"half', undefined, origin)).toMatchObject({
      title: 'sec53',
      options: { body: 'The house has something to say. Open the app to see what.' },
      receipt: null,
    });
  });
});

it.each([
  ['https://sec53.example/incident/9?tap=7', '/incident/9?tap=7'],
  ['/day/2026-01-01', '/day/2026-01-01'],
  ['https://evil.example/incident/9', '/'],
  ['//evil.example/x', '/'],
  ['javascript:alert(1)', '/'],
  ['https://', '/'],
  [undefined, '/'],
])('%s leads to %s', (address, path) => expect(pathWithin(address, origin)).toBe(path));
