import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { fault, good, type Row, warning } from './row.ts';

const secretKeys = /^(password|token|secret)$/;
const secretFileKeys = /^(password|token|secret|key|metrics_token)_file$/;

/** Whether anybody but the hub may read what is secret: the file itself, and the files that it names. */
export function examineSecretFiles(file: string | undefined, text: string): Row[] {
  if (file === undefined) return [];
  const { files, hasSecrets } = findSecrets(text);
  const rows = files.map(({ key, path }) => judge(key, resolve(dirname(file), path)));
  if (hasSecrets) rows.push(judge('configuration', file));
  return rows.filter(row => row !== undefined);
}

function findSecrets(text: string) {
  const files: { key: string; path: string }[] = [];
  let hasSecrets = false;
  const document = parseDocument(text);
  if (!isMap(document.contents)) return { files, hasSecrets };
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') return;
      const name = String(key.value);
      if (secretKeys.test(name)) hasSecrets = true;
      if (secretFileKeys.test(name)) files.push({ key: name, path: value.value });
    },
  });
  return { files, hasSecrets };
}

/** A file that is not there is the configuration's problem, or systemd hands it over as a credential. */
function judge(key: string, path: string): Row | undefined {
  const check = 'secrets';
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) return undefined;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  const says = `${key} ${path} has the rights ${shown}`;
  const fix = `chmod 600 ${path}`;
  if ((mode & 0o002) > 0) return fault(check, `${says}: everybody may change it`, fix);
  if ((mode & 0o024) === 0) return good(check, says);
  return warning(check, `${says}: others than its owner may use it`, fix);
}
