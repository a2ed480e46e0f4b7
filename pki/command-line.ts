import { parseArgs } from 'node:util';
import { errorText } from '../server/errors.ts';
import type { Role } from '../server/protocol.ts';
import { UsageError } from './usage-error.ts';

export type Command =
  | { kind: 'help' }
  | { kind: 'init'; names: string[] }
  | { kind: 'issue'; name: string; role: Role | undefined; days: number | undefined }
  | { kind: 'renew'; name: string; days: number | undefined }
  | { kind: 'revoke'; name: string }
  | { kind: 'list'; json: boolean }
  | { kind: 'server'; hosts: string[] };

export type Named<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

const days = { type: 'string' } as const;

/** @throws UsageError */
export function parseCommand(args: string[]): Command {
  const [kind, ...rest] = args;
  switch (kind) {
    case undefined:
      throw new UsageError('say what to do');
    case 'help':
    case '--help':
    case '-h':
      return { kind: 'help' };
    case 'init':
      return parseInit(rest);
    case 'issue': {
      const options = { role: { type: 'string' }, days } as const;
      const { values, positionals } = parse(() =>
        parseArgs({ args: rest, options, allowPositionals: true }),
      );
      const name = oneName(kind, positionals);
      return { kind, name, role: parseRole(values.role), days: parseDays(values.days) };
    }
    case 'renew': {
      const { values, positionals } = parse(() =>
        parseArgs({ args: rest, options: { days }, allowPositionals: true }),
      );
      return { kind, name: oneName(kind, positionals), days: parseDays(values.days) };
    }
    case 'revoke': {
      const { positionals } = parse(() => parseArgs({ args: rest, allowPositionals: true }));
      return { kind, name: oneName(kind, positionals) };
    }
    case 'list': {
      const options = { json: { type: 'boolean', default: false } } as const;
      return { kind, json: parse(() => parseArgs({ args: rest, options })).values.json };
    }
    case 'server': {
      const { positionals } = parse(() => parseArgs({ args: rest, allowPositionals: true }));
      if (positionals.length === 0)
        throw new UsageError('server takes at least one name or address');
      return { kind, hosts: positionals };
    }
    default:
      throw new UsageError(`there is no command ${JSON.stringify(kind)}`);
  }
}

function parseInit(args: string[]): Command {
  const options = {
    name: { type: 'string', multiple: true },
  } as const;
  const { values, positionals } = parse(() => parseArgs({ args, options, allowPositionals: true }));
  if (positionals.length > 0 && values.name === undefined) {
    throw new UsageError(`write --name before ${positionals[0]}`);
  }
  const names = [...(values.name ?? []), ...positionals];
  return { kind: 'init', names };
}

function parse<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new UsageError(errorText(error));
  }
}

function oneName(kind: string, positionals: string[]): string {
  const [name, ...more] = positionals;
  if (name === undefined) throw new UsageError(`${kind} takes the name of a device`);
  if (more.length > 0) throw new UsageError(`${kind} takes one name; quote it if it has spaces`);
  return name;
}

function parseRole(text: string | undefined): Role | undefined {
  if (text === undefined || text === 'admin' || text === 'member' || text === 'guest') return text;
  throw new UsageError(`a role is admin, member or guest, not ${JSON.stringify(text)}`);
}

function parseDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new UsageError(`--days takes a number, not ${JSON.stringify(text)}`);
}
