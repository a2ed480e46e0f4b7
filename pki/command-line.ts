import { parseArgs } from 'node:util';
import { errorText } from '../server/errors.ts';
import type { Role } from '../server/protocol.ts';
import { UsageError } from './usage-error.ts';

export type Command =
  | { kind: 'help' }
  | ({ kind: 'init'; names: string[]; isAsked: boolean } & RootPassphrase)
  | { kind: 'issue'; name: string; role: Role | undefined; days: number | undefined }
  | { kind: 'renew'; name: string; days: number | undefined }
  | { kind: 'revoke'; name: string }
  | { kind: 'list'; json: boolean }
  | { kind: 'server'; hosts: string[] }
  | ({ kind: 'rotate'; admin: string; rootKeyFile: string | undefined } & RootPassphrase)
  | ({ kind: 'detach-root'; destination: string } & RootPassphrase)
  | { kind: 'export-crl'; file: string | undefined };

export type Named<Kind extends Command['kind']> = Extract<Command, { kind: Kind }>;

interface RootPassphrase {
  /** Without one it is asked for. */
  passphraseFile: string | undefined;
}

const days = { type: 'string' } as const;
const passphraseFile = { 'root-passphrase-file': { type: 'string' } } as const;

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
    case 'rotate':
      return parseRotate(rest);
    case 'detach-root': {
      const { values, positionals } = parse(() =>
        parseArgs({ args: rest, options: passphraseFile, allowPositionals: true }),
      );
      const [destination, ...more] = positionals;
      if (destination === undefined || more.length > 0)
        throw new UsageError('detach-root takes one new folder, such as /media/stick/sec53-root');
      return { kind, destination, passphraseFile: values['root-passphrase-file'] };
    }
    case 'export-crl': {
      const { positionals } = parse(() => parseArgs({ args: rest, allowPositionals: true }));
      if (positionals.length > 1) throw new UsageError('export-crl takes one file, or none');
      return { kind, file: positionals[0] };
    }
    default:
      throw new UsageError(`there is no command ${JSON.stringify(kind)}`);
  }
}

function parseInit(args: string[]): Command {
  const options = {
    name: { type: 'string', multiple: true },
    'ask-root-passphrase': { type: 'boolean', default: false },
    ...passphraseFile,
  } as const;
  const { values, positionals } = parse(() => parseArgs({ args, options, allowPositionals: true }));
  if (positionals.length > 0 && values.name === undefined) {
    throw new UsageError(`write --name before ${positionals[0]}`);
  }
  const isAsked = values['ask-root-passphrase'];
  const file = values['root-passphrase-file'];
  if (isAsked && file !== undefined)
    throw new UsageError('give --ask-root-passphrase or --root-passphrase-file, not both');
  const names = [...(values.name ?? []), ...positionals];
  return { kind: 'init', names, isAsked, passphraseFile: file };
}

function parseRotate(args: string[]): Command {
  const options = {
    admin: { type: 'string' },
    'root-key': { type: 'string' },
    ...passphraseFile,
  } as const;
  const { values } = parse(() => parseArgs({ args, options }));
  if (values.admin === undefined) {
    throw new UsageError('rotate takes --admin NAME: who gets a new certificate at once');
  }
  return {
    kind: 'rotate',
    admin: values.admin,
    rootKeyFile: values['root-key'],
    passphraseFile: values['root-passphrase-file'],
  };
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
