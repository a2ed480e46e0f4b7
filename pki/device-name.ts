import { Refusal } from '../server/errors.ts';

const maxLength = 64;

/**
 * Reads the name of a device: 1 to 64 characters (Unicode code points, composed to NFC), without
 * control characters, `/`, `\`, a leading dot, or white space at either end.
 * @returns the name in NFC.
 * @throws Refusal that names the fault.
 */
export function deviceName(raw: string): string {
  const name = raw.normalize('NFC');
  const fault = faultOf(name);
  if (fault) throw new Refusal(`a device cannot be called ${JSON.stringify(raw)}: ${fault}`);
  return name;
}

function faultOf(name: string): string | null {
  const length = [...name].length;
  if (length === 0) return 'the name is empty';
  if (length > maxLength) return `the name has ${length} characters, and ${maxLength} are the most`;
  if (/\p{Cs}/u.test(name)) return 'the name holds half of a character (a lone surrogate)';
  if (/\p{Cc}/u.test(name)) return 'the name holds a control character';
  // Joiners belong to emoji; the rest of them let two names look alike.
  if (/(?!\u200d)\p{Cf}/u.test(name)) return 'the name holds an invisible character';
  if (/[/\\]/.test(name)) return 'the name holds a slash or a backslash';
  if (name.startsWith('.')) return 'the name begins with a dot';
  if (name.trim() === '') return 'the name is nothing but white space';
  if (name.trim() !== name) return 'the name begins or ends with white space';
  return null;
}
