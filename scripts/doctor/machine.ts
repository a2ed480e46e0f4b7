import { release } from 'node:os';
import { join } from 'node:path';
import type { Facts } from './facts.ts';
import { readText } from './read-text.ts';
import { fault, good, type Row } from './row.ts';

const check = 'machine';
const leastNode = [20, 19] as const;

/** Which board, system and Node this is. */
export async function checkMachine({ root }: Facts): Promise<Row[]> {
  const [model, system] = await Promise.all(
    ['proc/device-tree/model', 'etc/os-release'].map(file => readText(join(root, file))),
  );
  const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(system ?? '')?.[1] ?? 'a system without a name';
  return [
    good(check, model ?? 'this is no Raspberry Pi'),
    good(check, `${name}, kernel ${release()}`),
    judgeNode(process.versions.node),
  ];
}

export function judgeNode(node: string): Row {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  const isEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const says = `Node ${node}`;
  if (isEnough) return good(check, says);
  return fault(check, `${says} is too old`, `install Node ${leastNode.join('.')} or later`);
}
