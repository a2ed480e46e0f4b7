/** GSM 03.38’s basic alphabet, but for its two line breaks: an alert is one line. */
const basic = new Set(
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);

/** Written as an escape and one more septet. */
const extension = new Set('^{}\\[~]|€');

const isGsm7 = (character: string) => basic.has(character) || extension.has(character);

/** What keyboards and word processors write, and Unicode does not take apart by itself. */
const spellings = new Map(
  Object.entries({
    '‘’‚‛`´′ʹʼ‹›': "'",
    '“”„‟″«»': '"',
    '‐‑‒–—―−': '-',
    '•·': '*',
    '×': 'x',
    '⁄÷': '/',
    ł: 'l',
    Ł: 'L',
    đ: 'd',
    Đ: 'D',
    ı: 'i',
    œ: 'oe',
    Œ: 'OE',
    ẞ: 'SS',
    // 31.5°C reads better as 31.5C than as 31.5?C.
    '°': '',
  }).flatMap(([characters, spelling]) =>
    [...characters].map(character => [character, spelling] as const),
  ),
);

/**
 * The same words in the GSM 7-bit alphabet, so that 160 characters fit one message: a single letter
 * outside it would make the phone company take 70. What cannot be written becomes `?`.
 */
export function toGsm7(text: string): string {
  return [...text.normalize('NFC')].map(spell).join('');
}

function spell(character: string): string {
  if (isGsm7(character)) return character;
  const spelling = spellings.get(character);
  if (spelling !== undefined) return spelling;
  if (/[\p{Cc}\p{Z}]/u.test(character)) return ' ';
  if (/[\p{Cf}\p{M}]/u.test(character)) return '';
  const parts = [...character.normalize('NFKD')];
  if (parts.length === 1 && parts[0] === character) return '?';
  return parts.map(spell).join('');
}

/** How many of a segment's 160 septets the text takes. */
export function gsm7Length(text: string): number {
  return [...text].reduce((sum, character) => sum + septets(character), 0);
}

/** The longest start of the text that takes at most so many septets. */
export function fitGsm7(text: string, limit: number): string {
  let fitting = '';
  let taken = 0;
  for (const character of text) {
    taken += septets(character);
    if (taken > limit) break;
    fitting += character;
  }
  return fitting;
}

function septets(character: string): number {
  return extension.has(character) ? 2 : 1;
}
