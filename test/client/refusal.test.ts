import { describe, expect, it } from 'vitest';
import { ApiError } from '../../client/data/api-error.ts';
import { refusalWords, signInWords } from '../../client/words/refusal.ts';

describe('a refusal', () => {
  it('of too many tries says how long to wait', () => {
    const error = new ApiError(429, 'rate-limited', '', { retryAfterSeconds: 540 });
    expect(signInWords(error)).toBe('Too many tries. Try again in 9 min.');
    expect(signInWords(new ApiError(429, 'rate-limited', ''))).toContain('Wait a while');
  });

  it('of a sign-in does not say which of both was wrong', () => {
    expect(signInWords(new ApiError(401, 'unauthorized', ''))).toContain(
      'name and code do not fit',
    );
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
});
