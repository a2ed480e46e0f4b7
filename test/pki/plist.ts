import { execFileSync, spawnSync } from 'node:child_process';

/** Debian has it with python3; where it is not, nobody else here reads property lists. */
export const hasPython = spawnSync('python3', ['-c', 'import plistlib']).status === 0;

/** What Python's reader of property lists makes of it; bytes come as `hex:…`. */
export function readPlists(texts: string[]): Record<string, unknown>[] {
  const script = `
import json, plistlib, sys
texts = json.load(sys.stdin)
read = [plistlib.loads(text.encode()) for text in texts]
json.dump(read, sys.stdout, default=lambda data: 'hex:' + data.hex())`;
  return JSON.parse(
    execFileSync('python3', ['-c', script], { encoding: 'utf8', input: JSON.stringify(texts) }),
  );
}

export function payloadsOf(plist: Record<string, unknown> | undefined): Record<string, unknown>[] {
  const content = plist?.PayloadContent;
  return Array.isArray(content) ? content : [];
}
