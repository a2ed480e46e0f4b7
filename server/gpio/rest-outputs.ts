import { errorText } from '../errors.ts';
import type { OpenOutput, OutputOptions } from './output.ts';

/**
 * Puts every output to rest and lets it go, as after a hub that was killed.
 *
 * @returns what could not be put to rest, in words that name the line and the fix
 */
export async function restOutputs(
  outputs: readonly OutputOptions[],
  openOutput: OpenOutput,
): Promise<string[]> {
  const results = await Promise.allSettled(
    outputs.map(async options => (await openOutput(options)).close()),
  );
  return results.flatMap(result =>
    result.status === 'rejected' ? [errorText(result.reason)] : [],
  );
}
