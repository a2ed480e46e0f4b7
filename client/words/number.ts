/** As the hub takes a number: no gaps, brackets or dashes, and + for 00. */
export function cleanNumber(text: string): string {
  return text.replace(/[\s().\-–]/g, '').replace(/^00/, '+');
}

/** What is wrong with a number, with how it is written right; null for nothing. Empty is no number. */
export function numberProblem(text: string): string | null {
  const number = cleanNumber(text);
  if (number === '' || /^\+[1-9]\d{6,14}$/.test(number)) return null;
  if (/[^\d+]/.test(number)) return 'Digits only, with a + in front.';
  if (/^0\d{9}$/.test(number)) {
    return `Begin with the country. In Australia: +61${number.slice(1)}`;
  }
  if (!number.startsWith('+')) return 'Begin with the country and a +, as in +61 400 000 000.';
  if (number.startsWith('+0'))
    return 'The country’s number does not begin with 0: +61 is Australia.';
  return number.length < 8 ? 'That is too short for a number.' : 'That is too long for a number.';
}
