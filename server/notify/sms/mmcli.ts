import { execFile } from 'node:child_process';
import { errorCode } from '../../errors.ts';

export interface Mmcli {
  /** The program; `mmcli` on the PATH otherwise. */
  command?: string;
  /** What the program is run in, PATH included. */
  environment: NodeJS.ProcessEnv;
}

export interface MmcliResult {
  isDone: boolean;
  /** All that it said, to both of its streams. */
  output: string;
  /** Why it did not end by itself, or did not start. */
  stopped?: 'limit' | 'signal' | 'missing' | 'broken' | undefined;
}

/** Runs ModemManager's command line, never through a shell. Never rejects. */
export function runMmcli(
  { command = 'mmcli', environment }: Mmcli,
  {
    args,
    limitMs,
    signal,
  }: { args: readonly string[]; limitMs: number; signal?: AbortSignal | undefined },
): Promise<MmcliResult> {
  const limit = AbortSignal.timeout(limitMs);
  const whyStopped = (error: Error): MmcliResult['stopped'] => {
    if (signal?.aborted) return 'signal';
    if (limit.aborted) return 'limit';
    if (errorCode(error) === 'ENOENT') return 'missing';
    // The system's own codes; Node's begin with ERR_ and come when it ran already.
    return /^E(?!RR_)/.test(errorCode(error)) ? 'broken' : undefined;
  };
  return new Promise(resolve => {
    const options = {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      killSignal: 'SIGKILL',
      maxBuffer: 16 * 1024,
      // Under systemd there is no locale, and mmcli then cannot read an é among its arguments.
      env: { ...environment, LC_ALL: 'C.UTF-8' },
    } as const;
    try {
      execFile(command, args, options, (error, stdout, stderr) => {
        const output = `${stderr}${stdout}`.trim();
        if (error === null) resolve({ isDone: true, output });
        else resolve({ isDone: false, output, stopped: whyStopped(error) });
      });
    } catch {
      // Such as a NUL among the arguments.
      resolve({ isDone: false, output: '', stopped: 'broken' });
    }
  });
}
