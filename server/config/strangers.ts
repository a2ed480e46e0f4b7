import type { HouseSettings } from '../protocol.ts';

/** Sensors that are too many, missing, or of another kind: how a house is wired is not set here. */
export function findStrangers(
  known: HouseSettings,
  wanted: HouseSettings,
): { path: string; message: string }[] {
  const kinds = new Map(known.sensors.map(({ id, kind }) => [id, kind]));
  const seen = new Set<string>();
  const problems = wanted.sensors.flatMap(({ id, kind }, index) => {
    const path = `sensors.${index}`;
    const name = JSON.stringify(id);
    const isAgain = seen.has(id);
    seen.add(id);
    if (isAgain) return [{ path: `${path}.id`, message: `${name} is there a second time` }];
    const wired = kinds.get(id);
    if (wired === undefined) {
      const message = `there is no sensor ${name}: sensors are added in the configuration file`;
      return [{ path: `${path}.id`, message }];
    }
    if (wired === kind) return [];
    return [{ path: `${path}.kind`, message: `${name} is wired as ${wired}: leave that as it is` }];
  });
  for (const id of kinds.keys()) {
    if (seen.has(id)) continue;
    const message = `${JSON.stringify(id)} is missing: name every sensor of the house`;
    problems.push({ path: 'sensors', message });
  }
  return problems;
}
