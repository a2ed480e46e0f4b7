import type { Check } from './check.ts';
import { onoffChecks } from './onoff-checks.ts';

/** All that is proved in the virtual machine, in this order. */
export const checks: readonly Check[] = [...onoffChecks];
