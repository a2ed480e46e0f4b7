import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isNode, isScalar, isSeq, type Node, Scalar, YAMLSeq } from 'yaml';
import type { Path } from './problems.ts';
import type { Change } from './setting-leaves.ts';

/**
 * Makes the changes in a document. What is not changed keeps its node, and with it its comments.
 *
 * @throws Error when the document has an alias where a value is to go
 */
export function editDocument(document: Document, changes: readonly Change[]): void {
  for (const { filePath, before, after } of changes) {
    if (after === undefined) remove(document, filePath);
    else if (Array.isArray(after)) setList(document, filePath, before, after);
    else set(document, filePath, after);
  }
}

function set(document: Document, path: Path, value: unknown): void {
  const known = document.getIn(path, true);
  if (isScalar(known)) known.value = value;
  else document.setIn(path, toNode(document, value));
}

/** Sections that are left empty go too. */
function remove(document: Document, path: Path): void {
  document.deleteIn(path);
  for (let length = path.length - 1; length > 1; length--) {
    const section = document.getIn(path.slice(0, length), true);
    if (!isMap(section) || section.items.length > 0) return;
    document.deleteIn(path.slice(0, length));
  }
}

/** Entries that stay, or are changed a little, keep their nodes. */
function setList(document: Document, path: Path, before: unknown, wanted: unknown[]): void {
  const known = document.getIn(path, true);
  const values: unknown[] = Array.isArray(before) ? before : [];
  // A default list is not written, and a word may stand where a list is to be.
  if (!isSeq(known) || known.items.length !== values.length || wanted.length === 0) {
    const made = new YAMLSeq(document.schema);
    made.items = wanted.map(value => toNode(document, value));
    made.flow = wanted.every(value => typeof value === 'string');
    document.setIn(path, made);
    return;
  }
  const unused = new Set(values.keys());
  const take = (isIt: (value: unknown) => boolean) => {
    for (const index of unused) {
      if (!isIt(values[index])) continue;
      unused.delete(index);
      return { node: known.items[index], value: values[index] };
    }
    return undefined;
  };
  const same = wanted.map(value => take(old => isDeepStrictEqual(old, value))?.node);
  known.items = wanted.map((value, index) => {
    if (same[index] !== undefined) return same[index];
    const alike = take(old => isAlike(old, value));
    if (!isMap(alike?.node)) return toNode(document, value);
    for (const [key, inner] of entriesOf(value)) {
      if (isDeepStrictEqual(Reflect.get(Object(alike.value), key), inner)) continue;
      const node = alike.node.get(key, true);
      if (isScalar(node) && !Array.isArray(inner)) node.value = inner;
      else alike.node.set(key, toNode(document, inner));
    }
    return alike.node;
  });
}

/** A group is told by its name, a schedule by its time. */
function isAlike(old: unknown, value: unknown): boolean {
  return ['name', 'at'].some(key => {
    const mine = Reflect.get(Object(value), key);
    return mine !== undefined && mine === Reflect.get(Object(old), key);
  });
}

const entriesOf = (value: unknown) => Object.entries(Object(value));

/** Lists of words and what is in a list on one line; a time in quotes, or others read a number. */
function toNode(document: Document, value: unknown): Node {
  if (typeof value === 'string' && /^\d\d:\d\d$/.test(value)) {
    const time = new Scalar(value);
    time.type = Scalar.QUOTE_DOUBLE;
    return time;
  }
  const node = document.createNode(value, { flow: true, aliasDuplicateObjects: false });
  if (isMap(node)) {
    for (const pair of node.items) {
      const inner = isScalar(pair.value) ? pair.value.value : undefined;
      if (typeof inner === 'string') pair.value = toNode(document, inner);
    }
  }
  if (!isNode(node)) throw new Error('no value of the settings is without a node');
  return node;
}
