import { spawn } from 'node:child_process';

interface ToolEnd {
  /** Why it ended, unless it did so in order. */
  error: Error | undefined;
  output: string;
}

/** A program that runs beside the hub. */
export interface ToolRun {
  isEnded(): boolean;
  /** Resolves once it has ended and all that it wrote was read. */
  readonly ended: Promise<ToolEnd>;
  /** Ends it, and waits for that. May be called again. */
  stop(): Promise<ToolEnd>;
}

const killAfterMs = 1000;
const longestText = 500;

const codes: readonly [said: RegExp, code: string][] = [
  [/resource busy/, 'EBUSY'],
  [/permission denied|operation not permitted/i, 'EACCES'],
  [/invalid argument|out of range/i, 'EINVAL'],
];

/** An error with the code that the words of a tool stand for. */
export function toolError(text: string): Error {
  const code = codes.find(([said]) => said.test(text))?.[1] ?? 'EGPIOD';
  return Object.assign(new Error(text), { code });
}

/**
 * Starts a tool without a shell, in a process group of its own: what a terminal sends to the hub is not for it.
 *
 * @param onLine gets what it writes, line by line; without one that is kept for the end
 * @param isBound the kernel ends it with the hub, however the hub ends
 */
export function startTool(
  environment: NodeJS.ProcessEnv,
  tool: string,
  args: readonly string[],
  onLine?: (text: string) => void,
  isBound = true,
): ToolRun {
  const bound = ['setpriv', '--pdeathsig', 'TERM', '--', tool, ...args];
  const [command = '', ...rest] = isBound ? bound : [tool, ...args];
  const child = spawn(command, rest, {
    env: { ...environment, LC_ALL: 'C' },
    // A dead hub closes its input, which is the end of what waits for a key.
    stdio: 'pipe',
    detached: true,
  });
  let output = '';
  let complaint = '';
  let isEnded = false;
  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-longestText);
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (!onLine) return;
    const lines = output.split('\n');
    output = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  const ended = new Promise<ToolEnd>(resolve => {
    const end = (error: Error | undefined) => {
      isEnded = true;
      resolve({ error, output });
    };
    child.once('error', end);
    child.once('close', (code, signal) => {
      const how = signal ?? `code ${code}`;
      end(code === 0 ? undefined : toolError(complaint.trim() || `${tool} ended with ${how}`));
    });
  });
  return {
    ended,
    isEnded: () => isEnded,
    stop() {
      // Version 1 of gpioset waits for a key: the end of its input is as good as one.
      child.stdin.end();
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
      return ended.finally(() => clearTimeout(kill));
    },
  };
}
