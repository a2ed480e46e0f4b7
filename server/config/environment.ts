import { parse } from 'yaml';
import { type Path, suggestKey } from './problems.ts';
import { keysAt } from './schema-shape.ts';

export interface Override {
  variable: string;
  path: Path;
  /** As YAML reads it. */
  value: unknown;
  /** As it was written, for fields that want text. */
  raw: string;
}

/** Variables that are not keys of the file. */
const reserved = new Set(['SEC53_CONFIG', 'SEC53_DATA']);

/**
 * `SEC53_EDGE__PORT=8500` overrides `edge.port`: sections and keys parted by two underscores, in any
 * case, `SETUP_PORT` or `SETUPPORT` for `setupPort`. Values are read as YAML, so lists work.
 */
export function readOverrides(
  environment: Record<string, string | undefined>,
  schema: unknown,
): { overrides: Override[]; problems: { variable: string; fix: string }[] } {
  const overrides: Override[] = [];
  const problems: { variable: string; fix: string }[] = [];
  for (const [variable, raw] of Object.entries(environment).sort()) {
    if (!variable.startsWith('SEC53_') || reserved.has(variable) || raw === undefined) continue;
    const path: Path = [];
    for (const word of variable.slice('SEC53_'.length).split('__')) {
      const known = keysAt(schema, path);
      const key = known.find(name => normalise(name) === normalise(word));
      if (key === undefined) {
        const fix = suggestKey(word.toLowerCase(), known);
        // A single word that is like no section is somebody else's variable.
        if (variable.includes('__') || fix.startsWith('did you mean')) {
          problems.push({ variable, fix });
        }
        break;
      }
      path.push(key);
    }
    if (path.length === variable.split('__').length) {
      overrides.push({ variable, path, value: readValue(raw), raw });
    }
  }
  return { overrides, problems };
}

function normalise(key: string): string {
  return key.replaceAll('_', '').toLowerCase();
}

function readValue(raw: string): unknown {
  try {
    return parse(raw) ?? raw;
  } catch {
    return raw;
  }
}
