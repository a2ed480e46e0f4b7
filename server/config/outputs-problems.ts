import type { Found, Path } from './problems.ts';
import type { ConfigFile } from './schema.ts';

/** Whose a line is, in the order of the file. */
interface Owner {
  path: Path;
  line: number;
  name: string;
}

/** Seconds of warning where nobody may stand by and watch. */
const leastUnasked = 5;

/**
 * What is wrong with `outputs` as a whole, and with what it names.
 *
 * @param contacts ids that may see a door; undefined where only a recording knows them
 */
export function findOutputsProblems(
  { outputs, sensors }: Pick<ConfigFile, 'outputs' | 'sensors'>,
  contacts: readonly string[] | undefined,
): Found[] {
  return [
    ...findSharedLines(outputs, sensors.list),
    ...outputs.garage.flatMap((door, index) => {
      const path: Path = ['outputs', 'garage', index];
      const problems: Found[] = [];
      if (outputs.garage.findIndex(({ id }) => id === door.id) < index) {
        const found = `found ${JSON.stringify(door.id)} a second time`;
        problems.push({ path: [...path, 'id'], found, fix: 'give each door its own id' });
      }
      if (outputs.garage.findIndex(({ position }) => position === door.position) < index) {
        const found = `found ${JSON.stringify(door.position)} a second time`;
        problems.push({
          path: [...path, 'position'],
          found,
          fix: 'give each door its own contact',
        });
      }
      if (door.autoClose > 0 && door.warn < leastUnasked) {
        const fix = `write ${leastUnasked} or more, or autoClose: 0`;
        const found = `found ${door.warn} seconds before a door that closes by itself`;
        problems.push({ path: [...path, 'warn'], found, fix });
      }
      if (contacts && !contacts.includes(door.position)) {
        const found = `found ${JSON.stringify(door.position)}`;
        const fix = `name a contact of the list: ${contacts.join(', ') || 'there is none yet'}`;
        problems.push({ path: [...path, 'position'], found, fix });
      }
      if (door.warn > 0 && !door.warning && !outputs.siren) {
        const fix = 'name the light or the beeper as warning: { line: … }, or set outputs.siren';
        const found = `found ${door.warn} seconds, and nothing that warns`;
        problems.push({ path: [...path, 'warn'], found, fix });
      }
      return problems;
    }),
  ];
}

function findSharedLines(
  { siren, chime, garage }: ConfigFile['outputs'],
  list: ConfigFile['sensors']['list'],
): Found[] {
  const owners: Owner[] = [
    ...(siren ? [{ path: ['outputs', 'siren', 'line'], line: siren.line, name: 'the siren' }] : []),
    ...(chime ? [{ path: ['outputs', 'chime', 'line'], line: chime.line, name: 'the chime' }] : []),
    ...garage.flatMap(({ relay, warning, name }, index) => {
      const path: Path = ['outputs', 'garage', index];
      const light = { path: [...path, 'warning', 'line'], name: `the warning of ${name}` };
      return [
        { path: [...path, 'relay'], line: relay, name },
        ...(warning ? [{ ...light, line: warning.line }] : []),
      ];
    }),
  ];
  const taken = new Map<number, string>();
  for (const { line, id } of list) if (line !== undefined) taken.set(line, id);
  return owners.flatMap(({ path, line, name }) => {
    const owner = taken.get(line);
    if (owner === undefined) taken.set(line, name);
    const fix = 'give each sensor and each output its own line';
    return owner === undefined ? [] : [{ path, found: `line ${line} is ${owner}’s already`, fix }];
  });
}
