import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { type Command, parseCommand } from '../../pki/command-line.ts';
import { takePlaceOptions } from '../../pki/place-options.ts';
import { quoteForShell } from '../../pki/shell-quote.ts';
import { usage } from '../../pki/usage.ts';

const lead = 'npm run pki -- ';
const examples = usage
  .split('\n')
  .flatMap(line => (line.startsWith(`  ${lead}`) ? line.trim() : []));

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  const words = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return words.split('\0').slice(0, -1);
}

it.each(examples)('%s is understood', example => {
  const { rest } = takePlaceOptions(wordsOf(example.slice(lead.length)));
  expect(parseCommand(rest).kind).toBe(rest[0]);
});

it('has an example of every command', () => {
  const shown = new Set(examples.map(example => wordsOf(example.slice(lead.length))[0]));
  const kinds: Record<Exclude<Command['kind'], 'help'>, true> = {
    init: true,
    issue: true,
    renew: true,
    revoke: true,
    list: true,
    server: true,
    rotate: true,
    'detach-root': true,
    'export-crl': true,
  };
  expect([...shown].sort()).toEqual(Object.keys(kinds).sort());
});

it.each(['desk', 'Tom’s phone', "Tom's", '$(touch x)', '-rf', '', 'a\\', '"', '*'])(
  'a shell reads %j back as it was quoted',
  word => {
    expect(wordsOf(quoteForShell(word))).toEqual([word]);
  },
);
