import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Refusal } from '../server/errors.ts';

/**
 * Asks on stderr and reads a line from the terminal, which shows nothing of it.
 * @throws Refusal when it is ended (Ctrl-C, Ctrl-D) instead of answered.
 */
export function askSecret(question: string): Promise<string> {
  // readline itself echoes what is typed, to here.
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    process.stderr.write(question);
    lines.once('line', resolve);
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => reject(new Refusal('no passphrase was given')));
    // The promise is settled by the first of the two, so an answer is not taken back.
    lines.once('line', () => lines.close());
    lines.once('close', () => process.stderr.write('\n'));
  });
}
