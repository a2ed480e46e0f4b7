import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorText } from '../errors.ts';
import type { Found, Path } from './problems.ts';
import type { ReadSecret } from './read-secret.ts';
import type { ConfigFile } from './schema.ts';
import { token as tokenForm } from './watch-schema.ts';

type WatchFile = ConfigFile['watch'];

interface Rooms {
  folder: string;
  site: string;
  readSecret: ReadSecret;
  /** Gets what is wrong. */
  problems: Found[];
}

export type WatchConfig = ReturnType<typeof finishWatch>;

const tokenFix = 'write one that openssl rand -hex 32 made, or name the file that holds it';

/** The section with its secrets and certificates read, and what spans several keys checked. */
export function finishWatch(file: WatchFile, { folder, site, readSecret, problems }: Rooms) {
  function readToken(
    section: Path,
    { token, token_file }: { token?: string | undefined; token_file?: string | undefined },
  ): string {
    const before = problems.length;
    const read = readSecret(section, 'token', token, token_file);
    if (problems.length > before) return '';
    if (read === undefined) {
      problems.push({
        path: [...section, 'token_file'],
        found: 'nothing is written',
        fix: tokenFix,
      });
    } else if (!tokenForm.safeParse(read).success) {
      const found = 'the file holds no token of 32 characters or more';
      problems.push({ path: [...section, 'token_file'], found, fix: tokenFix });
    }
    return read ?? '';
  }

  function readPem(
    path: Path,
    named: string | undefined,
    check: (pem: string) => unknown,
  ): string | undefined {
    if (named === undefined) return undefined;
    try {
      const pem = readFileSync(resolve(folder, named), 'utf8');
      check(pem);
      return pem;
    } catch (error) {
      const found = `cannot be read (${errorText(error)})`;
      problems.push({ path, found, fix: 'name a PEM file that the hub may read' });
      return undefined;
    }
  }

  function finishWitness(witness: NonNullable<WatchFile['witness']>) {
    const section = ['watch', 'witness'];
    const { url, every, name = site, ca_file, certificate_file, key_file } = witness;
    for (const [key, other] of [
      ['certificate_file', 'key_file'],
      ['key_file', 'certificate_file'],
    ] as const) {
      if (witness[key] === undefined || witness[other] !== undefined) continue;
      const fix = 'name both files, or neither';
      problems.push({ path: [...section, key], found: `${other} is missing`, fix });
    }
    const isCertificate = (pem: string) => new X509Certificate(pem);
    return {
      ...{ url, name, every, token: readToken(section, witness) },
      ca: readPem([...section, 'ca_file'], ca_file, isCertificate),
      certificate: readPem([...section, 'certificate_file'], certificate_file, isCertificate),
      key: readPem([...section, 'key_file'], key_file, pem => createPrivateKey(pem)),
    };
  }

  function finishSenders() {
    const names = new Set<string>();
    const tokens = new Set<string>();
    return file.for.map(({ name, silentAfter, ...secret }, index) => {
      const section = ['watch', 'for', index];
      const token = readToken(section, secret);
      if (names.has(name)) {
        const found = `found ${JSON.stringify(name)} a second time`;
        const fix = 'give each hub its own name';
        problems.push({ path: [...section, 'name'], found, fix });
      }
      if (token !== '' && tokens.has(token)) {
        const key = secret.token === undefined ? 'token_file' : 'token';
        const fix = 'give each hub its own token';
        problems.push({ path: [...section, key], found: 'another hub has the same', fix });
      }
      names.add(name);
      tokens.add(token);
      return { name, token, silentAfter };
    });
  }

  function finishS3({ secret, secret_file, ...rest }: NonNullable<WatchFile['evidence']['s3']>) {
    const section = ['watch', 'evidence', 's3'];
    const before = problems.length;
    const read = readSecret(section, 'secret', secret, secret_file);
    if (!read && problems.length === before) {
      const fix = 'name the file that holds the secret key, and nothing else';
      problems.push({ path: [...section, 'secret_file'], found: 'nothing is written', fix });
    }
    return { ...rest, secret: read ?? '' };
  }

  const { heartbeat, witness, evidence } = file;
  return {
    heartbeat: heartbeat && {
      ...heartbeat,
      // Others may take the longer address for a sign of life, or for nothing.
      fail: heartbeat.fail ?? new URL(heartbeat.url).hostname === 'hc-ping.com',
    },
    witness: witness && finishWitness(witness),
    for: finishSenders(),
    evidence: { s3: evidence.s3 && finishS3(evidence.s3) },
  };
}
