import forge from 'node-forge';
import { addressBytes } from './address-bytes.ts';
import type { Host } from './host.ts';
import type { Permitted } from './templates.ts';

const { asn1 } = forge;
/** GeneralName's tags, RFC 5280 4.2.1.6. */
const dnsTag: number = 2;
const ipTag: number = 7;
const nameConstraintsOid = '2.5.29.30';

/** The extension of RFC 5280 4.2.1.10, critical: what does not understand it must not trust. */
export function nameConstraintsExtension({ names, networks }: Permitted): object {
  const subtrees = [
    ...names.map(name => subtree(dnsTag, name)),
    ...networks.map(({ address, prefix }) => subtree(ipTag, networkBytes(address, prefix))),
  ];
  const permitted = asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, true, subtrees);
  const value = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [permitted]);
  return { id: nameConstraintsOid, critical: true, value: asn1.toDer(value).getBytes() };
}

/** Whether a root lets its issuers certify this host. A root without the extension permits none. */
export function permits(rootPem: string, host: Host): boolean {
  const root = forge.pki.certificateFromPem(rootPem);
  const found: unknown = root.extensions.find(({ id }) => id === nameConstraintsOid);
  const subtrees: unknown[] =
    isRecord(found) && Array.isArray(found.permittedSubtrees) ? found.permittedSubtrees : [];
  return subtrees.some(
    tree =>
      isRecord(tree) &&
      typeof tree.value === 'string' &&
      ((tree.type === dnsTag && host.kind === 'dns' && isBelow(host.value, tree.value)) ||
        (tree.type === ipTag && host.kind === 'ip' && isWithin(host.value, tree.value))),
  );
}

function subtree(tag: number, bytes: string): forge.asn1.Asn1 {
  const base = asn1.create(asn1.Class.CONTEXT_SPECIFIC, tag, false, bytes);
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [base]);
}

/** The address and its mask, one behind the other. */
function networkBytes(address: string, prefix: number): string {
  const base = addressBytes(address);
  const bits = '1'.repeat(prefix).padEnd(base.length * 8, '0');
  const mask = (bits.match(/.{8}/g) ?? []).map(byte => Number.parseInt(byte, 2));
  return Buffer.from([...base, ...mask]).toString('latin1');
}

function isBelow(name: string, base: string): boolean {
  return name === base || name.endsWith(`.${base}`);
}

function isWithin(address: string, network: string): boolean {
  const bytes = addressBytes(address);
  const base = Buffer.from(network, 'latin1');
  if (base.length !== 2 * bytes.length) return false;
  const mask = base.subarray(bytes.length);
  return bytes.every((byte, i) => ((byte ^ base.readUInt8(i)) & mask.readUInt8(i)) === 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
