import type { Config } from '../../server/config/config.ts';
import type { OpenLine } from '../../server/gpio/line.ts';
import type { State } from '../../server/state/state.ts';
import type { Row } from './row.ts';
import type { RunTool } from './run-tool.ts';

/** What the checks are handed. None of them writes anything. */
export interface Facts {
  /** Where the system's own files begin: `/`, but in tests. */
  root: string;
  dataFolder: string;
  /** Undefined without a file. */
  configFile: string | undefined;
  environment: NodeJS.ProcessEnv;
  /** Undefined while it has problems. */
  config: Config | undefined;
  /** The process of the hub that uses the data folder; undefined when none does. */
  hub: number | undefined;
  /** `state.db`, read-only; undefined when it is not there or cannot be read. */
  state: State | undefined;
  openLine: OpenLine;
  run: RunTool;
  /** Epoch milliseconds. */
  now: number;
  /** The user that runs this. */
  userId: number;
}

export type Check = (facts: Facts) => Promise<Row[]> | Row[];
