import type { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificate } from '../../pki/certificate-file.ts';
import { type CertificateKind, certificatePath } from '../../pki/layout.ts';
import { errorText } from '../../server/errors.ts';
import { createDevices } from '../../server/people/devices.ts';
import type { Facts } from './facts.ts';
import { fault, good, type Row, skipped, warning } from './row.ts';

const check = 'certificates';
const dayMs = 86_400_000;
const soonDays = 30;
const kinds: CertificateKind[] = ['root', 'server-issuer', 'client-issuer', 'server'];

/** Each certificate: readable, how long it lasts, and whether the hub's is for the names of the hub. */
export function checkCertificates(facts: Facts): Row[] {
  const folder = join(facts.dataFolder, 'pki');
  if (!existsSync(certificatePath(folder, 'root'))) {
    const fix = 'start the hub, which makes an authority, or: npm run pki -- init';
    return [skipped(check, 'there is no authority yet', fix)];
  }
  const own = kinds.map(kind => judgeOwn(kind, folder, facts));
  return [...own, ...judgeNames(folder, facts), ...judgeGiven(facts), ...judgeDevices(facts)];
}

const daysLeft = (end: number, now: number) => Math.floor((end - now) / dayMs);
const last = (days: number) => (days < 0 ? `ended ${-days} days ago` : `lasts ${days} more days`);

function judgeOwn(kind: CertificateKind, folder: string, { now, hub }: Facts): Row {
  try {
    const { certificate } = readCertificate(certificatePath(folder, kind));
    if (Date.parse(certificate.validFrom) > now) {
      return fault(check, `${kind} is not good yet: the clock is wrong`, 'set the clock');
    }
    const days = daysLeft(Date.parse(certificate.validTo), now);
    const says = `${kind} ${last(days)}`;
    if (days >= soonDays) return good(check, says);
    // The hub makes the next one in time, and at the latest when it starts.
    if (kind === 'server' && hub === undefined) {
      return warning(check, says, 'start the hub, which renews it');
    }
    const fix = kind === 'server' ? 'restart the hub, which renews it' : 'npm run pki -- rotate';
    return days < 0 ? fault(check, says, fix) : warning(check, says, fix);
  } catch (error) {
    return fault(check, errorText(error), 'restore data/pki from the backup');
  }
}

function judgeNames(folder: string, { config }: Facts): Row[] {
  const path = config?.edge.certificate_file ?? certificatePath(folder, 'server');
  if (!config || !existsSync(path)) return [];
  const { certificate } = readCertificate(path);
  const missing = config.edge.names.filter(name => !certificate.checkHost(name));
  const names = config.edge.names.join(', ');
  if (missing.length === 0) return [good(check, `the hub’s is for ${names}`)];
  const fix =
    config.edge.certificate_file === undefined
      ? 'restart the hub, which makes one for all of edge.names'
      : 'have edge.certificate_file made for these names, or change edge.names';
  return [fault(check, `the hub’s is not for ${missing.join(', ')}`, fix)];
}

/** One that others made, and that others must renew. */
function judgeGiven({ config, now }: Facts): Row[] {
  const path = config?.edge.certificate_file;
  if (path === undefined) return [];
  let certificate: X509Certificate;
  try {
    ({ certificate } = readCertificate(path));
  } catch (error) {
    return [fault(check, errorText(error), 'name the full chain in PEM in edge.certificate_file')];
  }
  const days = daysLeft(Date.parse(certificate.validTo), now);
  const says = `edge.certificate_file ${last(days)}`;
  const fix = 'renew it with the program that made it; the hub takes it at once';
  if (days < 0) return [fault(check, says, fix)];
  return [days < soonDays ? warning(check, says, fix) : good(check, says)];
}

function judgeDevices({ state, now }: Facts): Row[] {
  if (!state) return [];
  return createDevices(state)
    .list()
    .filter(({ revokedAt }) => revokedAt === null)
    .map(({ name, person, expiresAt, nextExpiresAt }) => {
      const days = daysLeft(Math.max(expiresAt, nextExpiresAt ?? 0), now);
      const whose = name === person ? name : `${name} of ${person}`;
      const says = `${whose} ${last(days)}`;
      if (days >= soonDays) return good(check, says);
      return warning(check, says, `npm run pki -- renew ${JSON.stringify(name)}`);
    });
}
