import { slugOf } from './to-event.ts';

/** Sections of keys, as they are written. */
export type Ini = Map<string, Map<string, string>>;

export function parseIni(text: string): Ini {
  const sections: Ini = new Map();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    if (name !== undefined) section = name.trim();
    const [, key, value] = /^\s*([^#;[=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined || key === undefined || value === undefined) continue;
    const keys = sections.get(section) ?? new Map<string, string>();
    sections.set(section, keys.set(key, value));
  }
  return sections;
}

/** A key by its name, whatever its section is called. */
export function findKey(ini: Ini, ...names: string[]): string | undefined {
  for (const keys of ini.values()) {
    for (const [key, value] of keys) if (names.includes(key.toLowerCase())) return value;
  }
  return undefined;
}

interface Drafted {
  timeZone: string;
  /** Sensors that events were found of. */
  sensors: Map<string, { id: string; kind: 'contact' | 'motion' }>;
}

const isSecret = (key: string) => /pass|pwd|secret|token|key$/i.test(key);
const known = ['username', 'password', 'to', 'from', 'server', 'user', 'pwd', 'db'];

/**
 * A draft of sec53.yaml from the first sec53's sec53.ini. No secret is taken over or made up: a comment says
 * where it belongs. What has no place is a comment, the values of secrets left out.
 */
export function draftConfig(ini: Ini, { timeZone, sensors }: Drafted): string {
  const used = new Set<string>();
  const lines = [
    '# A draft, made of sec53.ini. Look at every line before you use it.',
    'site: home',
  ];
  lines.push(`timeZone: ${timeZone}`, ...draftSensors(ini, sensors, used));
  lines.push(...draftSms(ini, timeZone));
  const left = [...ini].flatMap(([section, keys]) =>
    [...keys]
      .filter(([key]) => !used.has(`${section} ${key}`) && !known.includes(key.toLowerCase()))
      .map(([key, value]) => `#   [${section}] ${key} = ${isSecret(key) ? '(a secret)' : value}`),
  );
  if (left.length > 0) lines.push('# Without a place here:', ...left);
  return `${lines.join('\n')}\n`;
}

/** Keys with a pin as their value, such as `front_door = 18` or `gpio_hall_pir = 23`. */
function draftSensors(ini: Ini, seen: Drafted['sensors'], used: Set<string>): string[] {
  const list = new Map([...seen].map(([name, { id, kind }]) => [id, { name, kind, line: '' }]));
  for (const [section, keys] of ini) {
    for (const [key, value] of keys) {
      const isPlace = /gpio|pins?$|sensors?$/i.test(section) || /^gpio_/i.test(key);
      if (!isPlace || !/^\d{1,2}$/.test(value) || Number(value) > 27) continue;
      used.add(`${section} ${key}`);
      const isMotion = /pir|motion/i.test(key);
      const name = key
        .replace(/^gpio_/i, '')
        .replace(/_?(pir|motion|reed)$/i, '')
        .replaceAll('_', ' ');
      const id = slugOf(name);
      const kind = isMotion ? 'motion' : (list.get(id)?.kind ?? 'contact');
      // The first sec53 had 0 for what was not wired.
      list.set(id, {
        name: list.get(id)?.name ?? name,
        kind,
        line: value === '0' || value === '00' ? '' : value,
      });
    }
  }
  if (list.size === 0) return [];
  const rows = [...list].map(([id, { name, kind, line }]) => {
    const row = `{ id: ${JSON.stringify(id)}, name: ${JSON.stringify(name)}, kind: ${kind}`;
    return line === ''
      ? `    # needs its line: - ${row}, line: ? }`
      : `    - ${row}, line: ${Number(line)}, bias: none }`;
  });
  const isWired = rows.some(row => row.startsWith('    - '));
  return [
    '# The first sec53 pulled its inputs down (1 means open, or motion): keep gpio=N=ip,pd in config.txt.',
    'sensors:',
    ...(isWired ? ['  driver: onoff', '  list:'] : ['  driver: simulated', '  list: []']),
    ...rows,
  ];
}

function draftSms(ini: Ini, timeZone: string): string[] {
  const username = findKey(ini, 'username');
  const to = findKey(ini, 'to');
  if (username === undefined || to === undefined) return [];
  const numbers = to.split(/[,;\s]+/).filter(number => number !== '');
  const whole = numbers.map(number => toInternational(number, timeZone));
  const from = findKey(ini, 'from');
  return [
    'notify:',
    '  sms:',
    '    provider: smsbroadcast',
    `    username: ${JSON.stringify(username)}`,
    '    # Put the password, a new one best of all, into a file of this name (chmod 600).',
    '    password_file: sms-password',
    ...(from ? [`    from: ${JSON.stringify(from.slice(0, 11))}`] : []),
    '    recipients:',
    ...numbers.map((number, index) => {
      const found = whole[index];
      return found ? `      - ${JSON.stringify(found)}` : `      # needs its country: ${number}`;
    }),
  ];
}

/** As the configuration wants it; undefined when the country is not known. */
function toInternational(number: string, timeZone: string): string | undefined {
  if (/^\+[1-9]\d{6,14}$/.test(number)) return number;
  return timeZone.startsWith('Australia/') && /^0[2-9]\d{8}$/.test(number)
    ? `+61${number.slice(1)}`
    : undefined;
}
