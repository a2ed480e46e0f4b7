import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../server/config/load-config.ts';
import { errorText } from '../server/errors.ts';
import { openGpio } from '../server/gpio/open-gpio.ts';
import { restOutputs } from '../server/gpio/rest-outputs.ts';
import { createLog } from '../server/log.ts';
import { outputsOf } from '../server/outputs/lines.ts';

/** Run after a hub that was killed: it lets go of nothing itself, and a siren would go on. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const asked = values.config ?? process.env.SEC53_CONFIG;
  const file = asked ? resolve(asked) : resolve('sec53.yaml');
  if (!asked && !existsSync(file)) return 0;
  const config = loadConfig({ file, environment: process.env });
  const { driver } = config.sensors;
  const outputs = outputsOf(config);
  if (outputs.length === 0 || driver === 'simulated' || driver === 'replay') return 0;
  const log = createLog(() => undefined);
  const { openOutput } = await openGpio(driver, { environment: process.env, log });
  const failures = await restOutputs(outputs, openOutput);
  for (const failure of failures) process.stderr.write(`outputs-off: ${failure}\n`);
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`outputs-off: ${errorText(error)}\n`);
  process.exitCode = 1;
}
