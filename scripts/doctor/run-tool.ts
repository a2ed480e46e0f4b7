import { execFile } from 'node:child_process';

/**
 * Runs a program of the system and resolves to what it printed; undefined when it is not installed, fails, or
 * takes longer than `limitMs`.
 */
export type RunTool = (
  command: string,
  args: readonly string[],
  limitMs?: number,
) => Promise<string | undefined>;

/** Where Debian keeps programs that a user's own PATH may lack. */
const places = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';

export function createRunTool(environment: NodeJS.ProcessEnv): RunTool {
  const path = environment.PATH === undefined ? places : `${environment.PATH}:${places}`;
  const env = { ...environment, PATH: path, LC_ALL: 'C' };
  return (command, args, limitMs = 3000) =>
    new Promise(resolve => {
      const options = { timeout: limitMs, killSignal: 'SIGKILL', env } as const;
      execFile(command, args, options, (error, stdout) => {
        resolve(error === null ? stdout : undefined);
      });
    });
}
