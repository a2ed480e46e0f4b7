import type { Check } from './check.ts';
import { gpiodChecks } from './gpiod-checks.ts';
import { hubChecks } from './hub-checks.ts';
import { onoffChecks } from './onoff-checks.ts';
import { allOutputChecks } from './output-checks.ts';
import { w1Checks } from './w1-checks.ts';

/**
 * What is proved in the virtual machine, in this order. The older kernel gets the older tools, as in Debian
 * 12, and no hub, which takes longer than all the rest.
 *
 * @param kernel its version, or the beginning of it
 */
export function checksFor(kernel: string): readonly Check[] {
  const isNew = kernel.startsWith('6.12');
  const version = isNew ? '2.2' : '1.6';
  return [
    ...onoffChecks,
    ...gpiodChecks(version),
    ...allOutputChecks(version),
    ...w1Checks,
    ...(isNew ? hubChecks : []),
  ];
}
