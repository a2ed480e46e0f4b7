import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isSeq, type Node, parseDocument } from 'yaml';

/** A part of a text, and what it says. */
interface Part {
  key: string;
  /** Where it begins. It ends where the next one does. */
  start: number;
  node: Node | null;
}

interface Side {
  text: string;
  parts: Part[];
  start: number;
  end: number;
}

/**
 * `after`, with the spacing and the line breaks of `before` wherever both say the same: an owner who
 * compares the two files sees the change, and nothing else.
 *
 * @param after as it was written out anew, from what `before` says
 */
export function keepText(before: string, after: string): string {
  const [old, fresh] = [before, after].map(text => parseDocument(text, { prettyErrors: false }));
  const kept = join(
    { text: before, parts: partsOf(old?.contents), start: 0, end: before.length },
    { text: after, parts: partsOf(fresh?.contents), start: 0, end: after.length },
  );
  if (kept === undefined) return after;
  const read = parseDocument(kept, { prettyErrors: false });
  const isSound = read.errors.length === 0 && isDeepStrictEqual(read.toJS(), fresh?.toJS());
  return isSound ? kept : after;
}

/** Undefined where the two cannot be put together part by part. */
function join(old: Side, fresh: Side): string | undefined {
  const [first, firstFresh] = [old.parts[0], fresh.parts[0]];
  if (!first || !firstFresh || first.key !== firstFresh.key) return undefined;
  // Parts of both may stand beside each other only if they are indented alike.
  if (columnOf(old.text, first.start) !== columnOf(fresh.text, firstFresh.start)) return undefined;
  const lead = old.text.slice(old.start, first.start);
  const freshLead = fresh.text.slice(fresh.start, firstFresh.start);
  let text = isAlike(lead, freshLead) ? lead : freshLead;
  for (const [index, part] of fresh.parts.entries()) {
    const next = fresh.parts[index + 1];
    const end = next?.start ?? fresh.end;
    const at = old.parts.findIndex(({ key }) => key === part.key);
    const known = old.parts[at];
    const following = old.parts[at + 1];
    // What stands between a part and the next belongs to either, so it is kept only between the same two.
    if (!known || following?.key !== next?.key) {
      text += fresh.text.slice(part.start, end);
      continue;
    }
    const knownEnd = following?.start ?? old.end;
    const [was, is] = [old.text.slice(known.start, knownEnd), fresh.text.slice(part.start, end)];
    const isSame = isDeepStrictEqual(saidBy(known.node), saidBy(part.node)) && isAlike(was, is);
    const inner = isSame
      ? was
      : join(
          { ...old, parts: partsOf(known.node), start: known.start, end: knownEnd },
          { ...fresh, parts: partsOf(part.node), start: part.start, end },
        );
    text += inner ?? is;
  }
  return text;
}

/** Of a map its keys, of a list its entries, unless it is written in brackets. */
function partsOf(node: unknown): Part[] {
  if (isMap(node) && !node.flow) {
    return node.items.flatMap(({ key, value }) => {
      const start = isNode(key) ? key.range?.[0] : undefined;
      return start === undefined ? [] : [{ key: String(key), start, node: asNode(value) }];
    });
  }
  if (isSeq(node) && !node.flow) {
    return node.items.flatMap((item, index) => {
      const start = isNode(item) ? item.range?.[0] : undefined;
      return start === undefined ? [] : [{ key: String(index), start, node: asNode(item) }];
    });
  }
  return [];
}

/** The same comments: one may have moved on with its entry. */
function isAlike(was: string, is: string): boolean {
  const [old, fresh] = [was, is].map(text => text.match(/#.*/g)?.map(said => said.trim()));
  return isDeepStrictEqual(old, fresh);
}

const asNode = (value: unknown) => (isNode(value) ? value : null);

/** What a node says, its anchors and aliases left as they are. */
function saidBy(node: Node | null): unknown {
  return node === null ? null : JSON.stringify(node);
}

function columnOf(text: string, offset: number): number {
  return offset - text.lastIndexOf('\n', offset - 1);
}
