import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const built = 'dist/server';

/** What Node reads before a built program does anything: its file, and all that it imports at once. */
function sourcesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(join(built, file), 'utf8');
  const { sources }: { sources: string[] } = JSON.parse(
    readFileSync(join(built, `${file}.map`), 'utf8'),
  );
  const imports = [...text.matchAll(/^(?:import|export) (?:[^;]*? from )?["']\.\/([^"']+)["']/gm)];
  return [...sources, ...imports.flatMap(([, next = '']) => sourcesOf(next, seen))];
}

it.each(['main', 'pki'])('%s loads the library that signs only when something is made', name => {
  const sources = sourcesOf(`${name}.js`);
  expect(sources.some(source => source.includes('pki/edge-material'))).toBe(true);
  expect(sources.filter(source => source.includes('node-forge'))).toEqual([]);
});
