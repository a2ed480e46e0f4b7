import { resolve } from 'node:path';
import { requireSaneClock } from './clock.ts';
import type { Context } from './context.ts';
import { readIssuer } from './issuer.ts';
import { writeFileAtomic } from './private-files.ts';
import { withRegistry } from './registry.ts';

/** Writes which certificates are refused before their end, for programs that do not ask the registry. */
export async function exportCrl(file: string | undefined, context: Context): Promise<void> {
  const now = context.now();
  requireSaneClock(now);
  const retired = await withRegistry(context, devices => devices.retired());
  const issuer = readIssuer(context.folder, 'client-issuer');
  const { createCrl } = await import('./crl.ts');
  const crl = createCrl(issuer, retired, now);
  if (file === undefined) return context.out(crl.trimEnd());
  const path = resolve(file);
  await writeFileAtomic(path, crl);
  context.err(`${retired.length} certificates are revoked in ${path}, for 30 days`);
}
