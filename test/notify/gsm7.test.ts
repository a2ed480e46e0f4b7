import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitGsm7, gsm7Length, toGsm7 } from '../../server/notify/gsm7.ts';

/** The alphabet as the standard prints it, line breaks and escape left out. */
const alphabet =
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}[~]|€\\';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const gsm7Text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 300 });

it.each([
  ['Müller’s “Garage” – opened…', 'Müller\'s "Garage" - opened...'],
  ['Straße, Café, Ærø, España, Ünal', 'Straße, Café, Ærø, España, Ünal'],
  ['français Dvořák Łódź Œuvre', 'francais Dvorak Lodz OEuvre'],
  ['cafe\u0301', 'café'],
  ['21.5 °C, 31℃', '21.5 C, 31C'],
  ['one\r\ntwo\tthree\u2028four\u00a0five', 'one  two three four five'],
  ['ﬁre №2', 'fire No2'],
  ['zero\u200bwidth', 'zerowidth'],
  ['Дом 🏠 家', '??? ? ?'],
  ['{[~]}^\\|€', '{[~]}^\\|€'],
  ['\ud800', '?'],
])('%j is written %j', (text, written) => {
  expect(toGsm7(text)).toBe(written);
});

it('whatever comes in, only the alphabet goes out', () => {
  fc.assert(
    fc.property(anyText, text => {
      expect([...toGsm7(text)].filter(character => !alphabet.includes(character))).toEqual([]);
    }),
  );
});

it('what is in the alphabet stays as it is', () => {
  fc.assert(
    fc.property(gsm7Text, text => {
      expect(toGsm7(text)).toBe(text);
    }),
  );
});

it('the extension’s characters and the euro count two, all others one', () => {
  expect(gsm7Length('^{}\\[~]|€')).toBe(18);
  expect(gsm7Length('@£$¥èéùìòÇØøÅåΔ')).toBe(15);
  fc.assert(
    fc.property(gsm7Text, gsm7Text, (one, other) => {
      expect(gsm7Length(one + other)).toBe(gsm7Length(one) + gsm7Length(other));
    }),
  );
});

it('a cut text is the longest start that fits', () => {
  fc.assert(
    fc.property(gsm7Text, fc.nat(320), (text, septets) => {
      const cut = fitGsm7(text, septets);
      expect(text.startsWith(cut)).toBe(true);
      expect(gsm7Length(cut)).toBeLessThanOrEqual(septets);
      const longer = text.slice(0, cut.length + 1);
      if (longer !== cut) expect(gsm7Length(longer)).toBeGreaterThan(septets);
    }),
  );
});

it('a pair that does not fit whole is left out', () => {
  expect(fitGsm7('ab€', 3)).toBe('ab');
  expect(fitGsm7('ab€', 4)).toBe('ab€');
});
