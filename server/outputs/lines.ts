import type { Config } from '../config/config.ts';
import type { OutputOptions } from '../gpio/output.ts';

/** Every line that the configuration lets the hub drive, in the order of the file. */
export function outputsOf({ outputs }: Pick<Config, 'outputs'>): OutputOptions[] {
  const { siren, chime, garage } = outputs;
  const doors = garage.flatMap(({ relay, activeLow, warning }) => [
    { line: relay, activeLow },
    warning,
  ]);
  return [siren, chime, ...doors].flatMap(output =>
    output ? [{ line: output.line, activeLow: output.activeLow }] : [],
  );
}
