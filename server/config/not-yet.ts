import type { ConfigFile } from './schema.ts';

/** Keys that are set and valid, and that this version does not act on: it must say so. */
export function keysNotActedOn({ archive }: ConfigFile): string[] {
  const set: [string, boolean][] = [['archive.s3', archive.s3 !== undefined]];
  return set.filter(([, isSet]) => isSet).map(([key]) => key);
}
