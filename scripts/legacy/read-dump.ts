/** A row of the first sec53's table EventLog. */
export interface LegacyRow {
  id: number;
  /** `YYYY-MM-DD HH:MM:SS`, or epoch milliseconds where the server was asked. */
  ts: string | number;
  desc: string;
  info: string;
}

const usual = ['Id', 'ts', 'EventDesc', 'EventInfo'];
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\x1a', b: '\b' };

/**
 * The rows of EventLog in a file of mysqldump, which writes a statement a line.
 *
 * @param note told once when the dump says that its times are UTC, as mysqldump's are unless it was told otherwise
 */
export async function* readDump(
  lines: AsyncIterable<string>,
  note: { utc(): void },
): AsyncGenerator<LegacyRow> {
  let columns = usual;
  let declared: string[] | undefined;
  for await (const line of lines) {
    if (/SET TIME_ZONE='\+00:00'/i.test(line)) note.utc();
    if (/^CREATE TABLE (?:IF NOT EXISTS )?`?EventLog`?\s*\(/i.test(line)) declared = [];
    else if (declared) {
      const [, name] = /^\s*`([^`]+)` /.exec(line) ?? [];
      if (name !== undefined) declared.push(name);
      else if (/^\)/.test(line)) {
        columns = declared;
        declared = undefined;
      }
    }
    const insert = /^INSERT INTO `?EventLog`?\s*(?:\(([^)]*)\)\s*)?VALUES\s*/i.exec(line);
    if (!insert) continue;
    const named = insert[1]?.split(',').map(name => name.trim().replaceAll('`', '')) ?? columns;
    for (const values of readTuples(line, insert[0].length)) {
      const read = (name: string) =>
        values[named.findIndex(column => column.toLowerCase() === name.toLowerCase())] ?? '';
      yield {
        ...{ id: Number(read('Id')), ts: read('ts') },
        ...{ desc: read('EventDesc'), info: read('EventInfo') },
      };
    }
  }
}

/** `(1,'it''s','a\'b',NULL),(…);` as texts; NULL is empty. */
function* readTuples(line: string, from: number): Generator<string[]> {
  const token = /'((?:[^'\\]|\\.|'')*)'|([^'(),;\s]+)|([(),;])/gs;
  token.lastIndex = from;
  let values: string[] = [];
  for (let found = token.exec(line); found; found = token.exec(line)) {
    const [, quoted, bare, mark] = found;
    if (quoted !== undefined) values.push(unquote(quoted));
    else if (bare !== undefined) values.push(bare === 'NULL' ? '' : bare);
    else if (mark === ')') {
      yield values;
      values = [];
    } else if (mark === ';') return;
  }
}

function unquote(text: string): string {
  return text.replace(/\\(.)|''/gs, (_, escaped?: string) =>
    escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
  );
}
