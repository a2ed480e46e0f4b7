import { expect, it } from 'vitest';
import { createLinkCodes } from '../../server/people/link-codes.ts';

/** A code of that form which is none of these. */
function otherThan(...codes: string[]): string {
  return ['00000000', '11111111', '22222222'].find(code => !codes.includes(code)) ?? '';
}

it('a code works once, for two minutes, and only the device’s last one', () => {
  const codes = createLinkCodes();
  const first = codes.create('phone', 0);
  const { code, expiresAt } = codes.create('phone', 0);
  expect(code).toMatch(/^\d{8}$/);
  expect(expiresAt).toBe(120_000);
  if (first.code !== code) expect(codes.redeem(first.code, 1)).toBeUndefined();
  expect(codes.redeem(code, 119_999)).toBe('phone');
  expect(codes.redeem(code, 119_999)).toBeUndefined();
  expect(codes.redeem(codes.create('phone', 0).code, 120_000)).toBeUndefined();
});

it('five wrong tries end the codes that wait', () => {
  const codes = createLinkCodes();
  const { code } = codes.create('phone', 0);
  const wrong = otherThan(code);
  for (let tries = 1; tries <= 4; tries++) expect(codes.redeem(wrong, 1)).toBeUndefined();
  const later = codes.create('tablet', 1);
  expect(codes.redeem(otherThan(code, later.code), 1)).toBeUndefined();
  expect(codes.redeem(code, 1)).toBeUndefined();
  expect(codes.redeem(later.code, 1)).toBe('tablet');
});
