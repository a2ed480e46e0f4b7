import type { By } from '../../server/protocol.ts';
import { capital } from './capital.ts';
import { viaWords } from './via.ts';

/** "Mode: from alert to monitor." */
export function auditWords(action: string, detail: string): string {
  const title = capital(action);
  return detail === '' ? `${title}.` : `${title}: ${detail}.`.replace(/\.\.$/, '.');
}

/** "Ines, with a phone of the family", "the hub". */
export function byWords({ name, via }: By): string {
  if (via !== 'hub') return `${name}, ${viaWords[via]}`;
  return name === 'hub' ? 'the hub itself' : `${name}, at the hub`;
}
