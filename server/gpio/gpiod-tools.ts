import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../errors.ts';
import { explainFault } from './fault.ts';
import { startTool, type ToolRun, toolError } from './gpiod-child.ts';
import { type Dialect, dialectOf, isOwnHolder, readChips } from './gpiod-dialect.ts';
import { checkHeaderLine, headerLabels, pickHeader } from './header.ts';
import { LineError } from './line.ts';
import type { SysfsPlace } from './sysfs.ts';

export interface GpiodPlace {
  /** Its PATH says where the tools are. */
  environment: NodeJS.ProcessEnv;
  /** Labels of the chip to use, the most wanted first. */
  labels?: readonly string[] | undefined;
  /** Where left-overs of the other driver are found. */
  sysfs?: SysfsPlace | undefined;
}

const answerMs = 5000;
const pollMs = 5;

/** The tools of libgpiod, on the chip behind the header. */
export interface Tools {
  readonly dialect: Dialect;
  readonly chip: string;
  /** @throws LineError */
  run(line: number, tool: string, args: readonly string[]): Promise<string>;
  /**
   * Before a line is taken that was not read just now: version 1 names every holder after its program, so that
   * another's could be taken for the hub's own.
   *
   * @throws LineError `EBUSY` that names who holds it
   */
  refuseHeld(line: number): Promise<void>;
  /**
   * Starts a program that holds the line, and waits until it does.
   *
   * @throws LineError, with the program ended
   */
  hold(
    line: number,
    tool: string,
    args: readonly string[],
    onLine?: (text: string) => void,
  ): Promise<ToolRun>;
  /** Starts one that ends by itself, whether the hub lives or not. */
  release(tool: string, args: readonly string[]): ToolRun;
  /** What became of a program, in words that name the fix. */
  explain(line: number, error: unknown): Promise<LineError>;
}

/** The version of the tools, as `gpiomon --version` says it; undefined without them. */
export function readVersion(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { ended } = startTool(environment, 'gpiomon', ['--version']);
  return ended.then(({ error, output }) => (error ? undefined : output.split('\n')[0]));
}

async function findDialect(line: number, environment: NodeJS.ProcessEnv): Promise<Dialect> {
  const version = await readVersion(environment);
  const dialect = version === undefined ? undefined : dialectOf(version);
  if (dialect) return dialect;
  const text =
    version === undefined
      ? 'the tools are missing: sudo apt-get install gpiod util-linux'
      : `${version} is not known here: install the gpiod of Debian 12 or 13`;
  throw new LineError('ENOTOOLS', line, text);
}

/** @throws LineError that names the fix */
export async function openTools(line: number, place: GpiodPlace): Promise<Tools> {
  checkHeaderLine(line);
  const { environment, labels = headerLabels } = place;
  const dialect = await findDialect(line, environment);
  const output = await runTool(environment, 'gpiodetect', []).catch((error: unknown) => {
    throw explainFault(line, error);
  });
  const chip = pickHeader(line, readChips(output), labels, '/dev').name;

  const holderOf = async (line: number) =>
    dialect.readHolder(
      await runTool(environment, 'gpioinfo', dialect.info(chip, line)).catch(() => ''),
      line,
    );
  async function explain(line: number, error: unknown): Promise<LineError> {
    const holder = errorCode(error) === 'EBUSY' ? await holderOf(line) : undefined;
    return explainFault(line, error, holder);
  }

  return {
    ...{ dialect, chip, explain },
    async run(line, tool, args) {
      try {
        return await runTool(environment, tool, args);
      } catch (error) {
        throw await explain(line, error);
      }
    },
    async refuseHeld(line) {
      // Version 2 says by itself whether it holds the line.
      const holder = dialect.hasBanner ? undefined : await holderOf(line);
      if (holder !== undefined) throw explainFault(line, toolError('resource busy'), holder);
    },
    async hold(line, tool, args, onLine = () => undefined) {
      let sayHeld: () => void = () => undefined;
      const banner = new Promise<true>(resolve => {
        sayHeld = () => resolve(true);
      });
      const run = startTool(environment, tool, args, text => {
        if (/^(Monitoring|Setting) line/.test(text)) sayHeld();
        else onLine(text);
      });
      const until = AbortSignal.timeout(answerMs);
      const seen = async () => {
        while (!run.isEnded() && !until.aborted) {
          if (isOwnHolder(await holderOf(line))) return run.isEnded() ? undefined : true;
          await sleep(pollMs);
        }
        return undefined;
      };
      const late = () => sleep(answerMs, undefined, { ref: false });
      const end = await Promise.race([run.ended, dialect.hasBanner ? banner : seen(), late()]);
      if (end === true) return run;
      const { error } = await run.stop();
      throw await explain(line, error ?? new Error(`${tool} does not take the line`));
    },
    release: (tool, args) => startTool(environment, tool, args, undefined, false),
  };
}

function runTool(
  environment: NodeJS.ProcessEnv,
  tool: string,
  args: readonly string[],
): Promise<string> {
  const options = { env: { ...environment, LC_ALL: 'C' }, timeout: answerMs };
  return new Promise((resolve, reject) => {
    execFile(tool, args, options, (error, stdout, stderr) => {
      if (error) reject(toolError(stderr.trim() || error.message));
      else resolve(stdout);
    });
  });
}
