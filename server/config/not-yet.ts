import type { ConfigFile } from './schema.ts';

/** Keys that are set and valid, and that this version does not act on: it must say so. */
export function keysNotActedOn({ outputs, archive }: ConfigFile): string[] {
  const set: [string, boolean][] = [
    ['outputs.siren', outputs.siren !== undefined],
    ['outputs.garage', outputs.garage.length > 0],
    ['archive.s3', archive.s3 !== undefined],
  ];
  return set.filter(([, isSet]) => isSet).map(([key]) => key);
}
