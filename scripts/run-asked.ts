import { errorText } from '../server/errors.ts';

interface Words {
  name: string;
  usage: string;
  /** What is true after a failure. */
  afterwards?: string;
}

/** Runs a command as it was asked for. Ends with 64 when it was not understood, with 1 when it failed. */
export async function runAsked<Arguments>(
  read: () => Arguments,
  run: (asked: Arguments) => Promise<void>,
  { name, usage, afterwards = '' }: Words,
): Promise<void> {
  process.umask(0o077);
  let isUnderstood = false;
  try {
    const asked = read();
    isUnderstood = true;
    await run(asked);
  } catch (error) {
    process.stderr.write(
      `${name}: ${errorText(error)}\n${isUnderstood ? afterwards : `\n${usage}`}`,
    );
    process.exitCode = isUnderstood ? 1 : 64;
  }
}
