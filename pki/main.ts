import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../server/config/config.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { errorText } from '../server/errors.ts';
import { runPki } from './run.ts';

const err = (line: string) => void process.stderr.write(`${line}\n`);

/** Certificates can be seen to while the configuration is wrong; only the hub's names are missing. */
function readEdge(): Config['edge'] | undefined {
  const asked = process.env.SEC53_CONFIG;
  const file = asked ?? (existsSync('sec53.yaml') ? 'sec53.yaml' : undefined);
  try {
    return loadConfig({ file: file && resolve(file), environment: process.env }).edge;
  } catch (error) {
    err(`pki: going on without the configuration: ${errorText(error)}`);
    return undefined;
  }
}

process.umask(0o077);
const edge = readEdge();
const [name] = edge?.names ?? [];
const hubUrl = name && edge?.port ? `https://${name}:${edge.port}` : undefined;

process.exitCode = await runPki(process.argv.slice(2), {
  dataFolder: process.env.SEC53_DATA || 'data',
  now: () => new Date(),
  out: line => process.stdout.write(`${line}\n`),
  err,
  ...(edge && { hubNames: [...edge.names] }),
  ...(hubUrl !== undefined && { hubUrl }),
});
