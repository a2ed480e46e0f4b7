import type { Check } from './check.ts';
import { gpiodChecks } from './gpiod-checks.ts';
import { hubChecks } from './hub-checks.ts';
import { onoffChecks } from './onoff-checks.ts';
import { allOutputChecks } from './output-checks.ts';
import { w1Checks } from './w1-checks.ts';

/** All that is proved in the virtual machine, in this order. */
export const checks: readonly Check[] = [
  ...onoffChecks,
  ...gpiodChecks,
  ...allOutputChecks,
  ...w1Checks,
  ...hubChecks,
];
