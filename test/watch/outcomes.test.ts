import { expect, it, vi } from 'vitest';
import { createLog } from '../../server/log.ts';
import { RequestFailure } from '../../server/outgoing/request.ts';
import { createOutcomes, Declined, requireSuccess } from '../../server/watch/outcomes.ts';

it('a place outside is well while it does what is asked, and reached while it answers at all', () => {
  let logged = '';
  const onChange = vi.fn();
  const log = createLog(line => {
    logged += line;
  }, false);
  const place = createOutcomes('hc-ping.com', { clock: { wall: () => 0 }, log, onChange });
  const row = () => {
    const { isWell, lastOkAt, trouble } = place.row();
    return [isWell, lastOkAt, trouble, place.isReached()];
  };
  const then = '1970-01-01T00:00:00.000Z';
  expect(row()).toEqual([false, null, null, undefined]);
  place.succeeded();
  expect(row()).toEqual([true, then, null, true]);
  place.failed(new Declined('answers 404'));
  place.failed(new Declined('answers 404'));
  expect(row()).toEqual([false, then, 'answers 404', true]);
  place.failed(new RequestFailure('no connection (ENOTFOUND)', false));
  expect(row()).toEqual([false, then, 'no connection (ENOTFOUND)', false]);
  place.failed(new RequestFailure('redirected; not followed', true, true));
  expect(row()).toEqual([false, then, 'redirected; not followed', true]);
  place.failed(new RequestFailure('no connection (ENOTFOUND)', false));
  place.succeeded();
  expect(onChange).toHaveBeenCalledTimes(5);
  expect(logged.split('\n').map(line => line.replace(/ name=.*reason=/, ' '))).toEqual([
    'warning: somebody outside does not do what is asked "answers 404"',
    'warning: somebody outside does not do what is asked "no connection (ENOTFOUND)"',
    'warning: somebody outside does not do what is asked "redirected; not followed"',
    'warning: somebody outside does not do what is asked "no connection (ENOTFOUND)"',
    'somebody outside does again what is asked name=hc-ping.com',
    '',
  ]);
});

it.each([
  [200, undefined],
  [204, undefined],
  [404, 'answers 404'],
  [500, 'answers 500 (InternalError)'],
])('an answer of %i is %s', (status, reason) => {
  const check = () => requireSuccess({ status, text: '' }, status === 500 ? 'InternalError' : '');
  if (reason === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(reason);
});
