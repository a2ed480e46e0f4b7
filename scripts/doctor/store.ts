import { statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { errorText } from '../../server/errors.ts';
import { createDocuments } from '../../server/state/documents.ts';
import { stateMigrations } from '../../server/state/open-state.ts';
import { openReadOnly } from '../../server/state/read-only.ts';
import type { State } from '../../server/state/state.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

const check = 'store';
const mb = 1024 * 1024;
/** A card reads some 20 MB/s, and nothing can be interrupted meanwhile. */
const wholeLimit = 64 * mb;
/** About half a day of a lively house. */
const manyRows = 5000;
const restoreFix = 'stop the hub, move the file away, and restore a backup';

/** The hub's own files: whole, of this version, and how much waits for the history. */
export function checkStore({ dataFolder, config, state }: Facts): Row[] {
  const files = ['state.db', ...(config?.history ? [] : ['history.db'])];
  return [
    ...files.map(file => judgeWhole(join(dataFolder, file), file)),
    ...(state ? [judgeVersion(state), judgeWaiting(state)] : []),
  ];
}

function judgeWhole(path: string, name: string): Row {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    return skipped(check, `${name} is not there yet`, 'start the hub, which makes it');
  }
  const shown = `${name} (${(size / mb).toFixed(1)} MB)`;
  if (size > wholeLimit) {
    const fix = `with the hub stopped: sqlite3 ${path} "pragma quick_check"`;
    return skipped(check, `${shown} is too large to be looked through here`, fix);
  }
  try {
    const sqlite = openReadOnly(path);
    try {
      const found = String(sqlite.pragma('quick_check(1)', { simple: true }));
      return found === 'ok'
        ? good(check, `${shown} is whole`)
        : fault(check, `${shown} is damaged: ${found}`, restoreFix);
    } finally {
      sqlite.close();
    }
  } catch (error) {
    return fault(check, errorText(error), restoreFix);
  }
}

function judgeVersion(state: State): Row {
  const done = readDone(state);
  const newer = done.filter(name => !stateMigrations.includes(name));
  if (newer.length > 0) {
    const fix = 'install that version of sec53 again, or restore a backup';
    return fault(check, `a newer sec53 has written state.db (${newer.join(', ')})`, fix);
  }
  const missing = stateMigrations.filter(name => !done.includes(name));
  if (missing.length === 0) return good(check, 'state.db is of this version');
  const fix = 'start the hub, which brings it up to date';
  return warning(check, `state.db is of an older version (lacks ${missing.join(', ')})`, fix);
}

function readDone(state: State): string[] {
  const done = sql<{ name: string }>`kysely_migration`.as('done');
  return state.all(state.query.selectFrom(done).select('name')).map(({ name }) => name);
}

function judgeWaiting(state: State): Row {
  const shipped = Number(createDocuments(state).read('shipped') ?? 0);
  const { query } = state;
  const later = query.selectFrom('journal').where('seq', '>', shipped);
  const waiting = state.first(later.select(query.fn.countAll<number>().as('count')))?.count ?? 0;
  const says = `${waiting} rows wait for the history`;
  if (waiting < manyRows) return good(check, says);
  return warning(check, says, 'see why the history does not take them: the rows above');
}
