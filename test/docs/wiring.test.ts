import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../server/config/read-config.ts';

const page = readFileSync('docs/wiring.md', 'utf8');

it('what the page about wires says to write makes one house', () => {
  const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, block = '']) => parse(block));
  const list = blocks.flatMap(({ sensors }) => sensors?.list ?? []);
  const outputs = Object.assign({}, ...blocks.map(block => block.outputs ?? {}));
  // JSON is YAML too.
  const text = JSON.stringify({ sensors: { driver: 'auto', list }, outputs });
  const { config, problems } = readConfig({ text, name: 'page', folder: '.', environment: {} });
  expect(problems).toEqual([]);
  expect(config?.sensors.list.length).toBe(6);
  expect(config?.outputs).toMatchObject({ garage: [{ activeLow: true }], siren: { line: 24 } });
});

it('each drawing is there, and says in words what it shows', () => {
  const drawings = [...page.matchAll(/!\[(.+?)\]\((.+?)\)/g)];
  expect(drawings.length).toBe(6);
  for (const [, , file = ''] of drawings) {
    const path = join('docs', file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, 'utf8')).toMatch(
      /role="img" aria-labelledby="title desc">\s+<title id="title">.+<\/title>\s+<desc id="desc">.{40,}<\/desc>/,
    );
  }
});
