import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

export interface PlaceOptions {
  /** Of `--config`, as it was typed. */
  config: string | undefined;
  /** Of `--data`, as it was typed. */
  data: string | undefined;
  /** What is left: the command and its own options. */
  rest: string[];
}

const options = { config: { type: 'string' }, data: { type: 'string' } } as const;

/**
 * Takes `--config FILE` and `--data FOLDER` out of a command line, wherever they stand in it: every
 * command has them.
 * @throws UsageError when one of them has no value.
 */
export function takePlaceOptions(args: string[]): PlaceOptions {
  const { tokens } = parseArgs({
    args,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const taken = new Set<number>();
  const found: Record<'config' | 'data', string | undefined> = {
    config: undefined,
    data: undefined,
  };
  for (const token of tokens) {
    if (token.kind !== 'option' || (token.name !== 'config' && token.name !== 'data')) continue;
    if (!token.value) throw new UsageError(`${token.rawName} takes a path`);
    found[token.name] = token.value;
    taken.add(token.index);
    if (!token.inlineValue) taken.add(token.index + 1);
  }
  return { ...found, rest: args.filter((_, index) => !taken.has(index)) };
}
