import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { errorText } from '../server/errors.ts';
import { type Link, readEvidence, verifyChain } from '../server/watch/chain.ts';

const usage = `usage: npm run evidence -- FILE…

  npm run evidence -- bucket/*.json      what was copied from the bucket
  npm run evidence -- witness.json       what the witness gave out

Says of each chain whether its links fit together, and lists its steps. Exit code 1 when some do not.
`;

const link = z.object({
  n: z.int(),
  body: z.string(),
  previous: z.string(),
  hash: z.string(),
  chain: z.string().optional(),
});
/** An object of a bucket, or a page of `GET /api/witness/evidence`. */
const fileForm = z.object({ chain: z.string().optional(), links: z.array(link) });

/** The links of all files by chain, in order, each once. */
function collect(files: readonly string[]): Map<string, Link[]> {
  const chains = new Map<string, Link[]>();
  for (const file of files) {
    const parsed = fileForm.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (!parsed.success) throw new Error(`${file} holds no evidence`);
    for (const { chain = parsed.data.chain ?? '', ...found } of parsed.data.links) {
      const links = chains.get(chain) ?? [];
      chains.set(chain, links);
      const isKnown = links.some(({ n, hash, body }) => {
        return n === found.n && hash === found.hash && body === found.body;
      });
      if (!isKnown) links.push(found);
    }
  }
  for (const links of chains.values()) links.sort((a, b) => a.n - b.n);
  return chains;
}

function describe({ n, body }: Link): string {
  const said = readEvidence(body);
  const { name, by, detail } = said ?? {};
  const words = [said?.at, said?.kind, name, by && `by ${by.name}`, detail].filter(Boolean);
  // Names come from outside; a terminal is steered by nothing in them.
  return `  ${n} ${words.join(' ')}`.replace(/\p{Cc}/gu, '?');
}

function main(files: readonly string[]): number {
  if (files.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  let code = 0;
  for (const [chain, links] of collect(files)) {
    const [from, to] = [links[0]?.n, links.at(-1)?.n];
    const flaw = verifyChain(links, chain);
    if (flaw !== undefined) code = 1;
    const verdict = flaw ?? `links ${from} to ${to} fit together`;
    process.stdout.write(`chain ${chain}: ${verdict}\n`);
    process.stdout.write(`${links.map(describe).join('\n')}\n`);
  }
  return code;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`evidence: ${errorText(error)}\n`);
  process.exitCode = 1;
}
