import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import { fieldWords, refusalWords } from '../../client/words/refusal.ts';
import { signInWords } from '../../client/words/sign-in.ts';

describe('a refusal', () => {
  it('of too many tries says how long to wait', () => {
    const error = new ApiError(429, 'rate-limited', '', { retryAfterSeconds: 540 });
    expect(signInWords(error, 'code')).toBe('Too many tries. Try again in 9 min.');
    expect(signInWords(new ApiError(429, 'rate-limited', ''), 'link')).toContain('Wait a while');
  });

  it('of a sign-in does not say which of both was wrong', () => {
    const error = new ApiError(401, 'sign_in_failed', '');
    expect(signInWords(error, 'code')).toContain('name and code do not fit');
    expect(signInWords(error, 'link')).toContain('digits do not fit');
  });

  it('says that nothing was changed only when the hub was not reached', () => {
    expect(refusalWords(new ApiError(0, 'unreachable', ''))).toContain('Nothing was changed');
    expect(refusalWords(new ApiError(500, 'internal', ''))).not.toContain('Nothing was changed');
  });

  it('passes on the hub’s own reason', () => {
    expect(refusalWords(new ApiError(409, 'moving', 'The door is moving.'))).toBe(
      'The door is moving.',
    );
  });

  it('that a certificate, a confirmation or another admin would change says so', () => {
    expect(refusalWords(new ApiError(403, 'needs_certificate', ''))).toContain('certificate');
    expect(refusalWords(new ApiError(403, 'confirmation_needed', ''))).toContain('not confirmed');
    expect(refusalWords(new ApiError(403, 'forbidden', ''))).toContain('Ask an admin');
    expect(refusalWords(new ApiError(409, 'last_admin', 'x'))).toContain('must keep an admin');
    expect(refusalWords(new ApiError(409, 'taken', 'there is a device called Tom'))).toBe(
      'There is a device called Tom.',
    );
  });

  it('of a field says what is wrong with that one', () => {
    const errors = [{ path: 'name', message: 'the name is empty' }];
    const error = new ApiError(400, 'invalid', '', { errors });
    expect(fieldWords(error, 'name')).toBe('The name is empty.');
    expect(fieldWords(error, 'person')).toBe(null);
    expect(fieldWords(new Error('x'), 'name')).toBe(null);
  });
});
