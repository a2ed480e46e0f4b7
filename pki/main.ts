import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfig } from '../server/config/load-config.ts';
import { errorText } from '../server/errors.ts';
import { askSecret } from './ask-secret.ts';
import type { Hub } from './context.ts';
import { runPki } from './run.ts';

const err = (line: string) => void process.stderr.write(`${line}\n`);

/** Certificates can be seen to while the configuration is wrong; only the hub's names are missing. */
function readHub(named: string | undefined): Hub | undefined {
  const usual = process.env.SEC53_CONFIG ?? (existsSync('sec53.yaml') ? 'sec53.yaml' : undefined);
  const file = named ?? usual;
  try {
    const { edge } = loadConfig({ file: file && resolve(file), environment: process.env });
    const [name] = edge.names;
    const url = name && edge.port ? `https://${name}:${edge.port}` : undefined;
    return { names: [...edge.names], url };
  } catch (error) {
    if (named !== undefined) throw error;
    err(`pki: going on without the configuration: ${errorText(error)}`);
    return undefined;
  }
}

process.umask(0o077);

process.exitCode = await runPki(process.argv.slice(2), {
  dataFolder: process.env.SEC53_DATA || 'data',
  now: () => new Date(),
  out: line => process.stdout.write(`${line}\n`),
  err,
  readHub,
  ...(process.stdin.isTTY && { askSecret }),
});
