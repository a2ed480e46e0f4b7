import { createHash, randomBytes } from 'node:crypto';
import { HttpProblem } from '../errors.ts';
import type { Role } from '../protocol.ts';
import type { Certificate, Devices } from './devices.ts';
import type { Persons } from './persons.ts';

/** The link may be opened, and the identity fetched, for so long. */
const linkMs = 10 * 60_000;
/** The page goes on leading through the steps for so long after that. */
const stepsMs = 20 * 60_000;
/** Of one person; the next one ends the oldest. */
const mostOfOne = 4;

export type BundleKind = 'mobileconfig' | 'p12';

/** A key and its certificate, in the forms that devices take. */
type Bundle = Record<BundleKind, string | Uint8Array>;

export interface PairingRequest {
  device: string;
  person: string;
  role: Role;
  /** Days that the certificate is valid. */
  days?: number;
  /** A new certificate for a device that has one, which stays good until the new one is presented. */
  isRenewal: boolean;
  /** The owner's last moment, epoch milliseconds. */
  endsAt?: number;
  by: string;
}

/** Times are epoch milliseconds. */
export interface Pairing extends PairingRequest {
  id: string;
  certificate: Certificate;
  /** When the link ends, or, once the identity was fetched, the page. */
  expiresAt: number;
  /** The authority's certificate was fetched meanwhile. */
  rootAt: number | null;
  identityAt: number | null;
}

export interface OpenedPairing {
  pairing: Pairing;
  /** 128 bits; it is kept as a hash only. */
  token: string;
  /** Of the PKCS#12 file. Shown once, and kept nowhere. */
  passphrase: string;
}

/** An identity on its way to a device. One at a time: the key leaves the hub once. */
interface Delivery {
  content: string | Uint8Array;
  /** It arrived: the key is forgotten. */
  finish(): void;
  /** It did not: the link stays good for another try. */
  fail(): void;
}

/**
 * Pairings under way. They and the keys they carry are in memory only: a restart ends them, and
 * nothing of them is ever in a backup. The device enters the registry when its identity is fetched.
 */
export interface Pairings {
  /** @throws HttpProblem `taken` while the device is being paired, `not_possible` if the right ended */
  open(request: PairingRequest): Promise<OpenedPairing>;
  isOpen(): boolean;
  /** Somebody is being paired under that name. */
  isReserved(device: string): boolean;
  get(id: string): Pairing | undefined;
  byToken(token: string): Pairing | undefined;
  noteRoot(): void;
  /** Undefined when there is nothing to fetch (any more). @throws when the registry refuses. */
  deliver(token: string, kind: BundleKind): Delivery | undefined;
  cancel(id: string): boolean;
  /** Those of a device, those of a person, and those that the person began for others. */
  cancelOf(whose: Whose): void;
  close(): void;
}

interface Whose {
  device?: string;
  person?: string;
}

interface Rooms {
  devices: Devices;
  persons: Persons;
  make(request: PairingRequest): Promise<{
    certificate: Certificate;
    bundle: Bundle;
    passphrase: string;
  }>;
  /** Runs a write on the store as one transaction. */
  transaction(work: () => void): void;
  audit(pairing: Pairing): void;
  now(): number;
}

interface Open {
  pairing: Pairing;
  bundle: Bundle | undefined;
  isEntered: boolean;
  isUnderWay: boolean;
  timer: NodeJS.Timeout;
}

export function createPairings(rooms: Rooms): Pairings {
  const { devices, persons, make, transaction, audit, now } = rooms;
  const open = new Map<string, Open>();
  /** Those whose key is being made, by device; and whether they were ended meanwhile. */
  const making = new Map<string, { request: PairingRequest; isEnded: boolean }>();

  function isReserved(device: string): boolean {
    return (
      making.has(device) || [...open.values()].some(({ pairing }) => pairing.device === device)
    );
  }

  function isOf({ device, person, by }: PairingRequest, whose: Whose): boolean {
    return device === whose.device || [person, by].includes(whose.person ?? '');
  }

  /** Asked again at the last moment: much may have changed since the pairing began. */
  function isStillRight({ device, person, isRenewal, by }: Pairing): boolean {
    const beginner = persons.get(by);
    const known = devices.get(device);
    const isFree = !known || (known.revokedAt !== null && known.person === person);
    const isLive = known?.person === person && known.revokedAt === null;
    const isOwn = isRenewal && by === person;
    return (
      (beginner?.role === 'admin' || (beginner !== null && isOwn)) && (isRenewal ? isLive : isFree)
    );
  }

  /** A device whose key nobody fetched is forgotten with it. */
  function end(key: string): void {
    const entry = open.get(key);
    if (!entry) return;
    open.delete(key);
    clearTimeout(entry.timer);
    const { pairing, isEntered } = entry;
    if (!isEntered || pairing.identityAt !== null) return;
    try {
      devices.withdraw(pairing.device, pairing.certificate.fingerprint, now());
    } catch {
      // The disk refuses; the device then stays listed, as one that never came.
    }
  }

  function endLater(key: string, ms: number): NodeJS.Timeout {
    return setTimeout(() => end(key), ms).unref();
  }

  function find(token: string): Open | undefined {
    const entry = open.get(keyOf(token));
    return entry && entry.pairing.expiresAt > now() ? entry : undefined;
  }

  function enter(pairing: Pairing): void {
    const { device, person, isRenewal, by, certificate, endsAt } = pairing;
    // Their role may have changed since the pairing began.
    const role = persons.get(person)?.role ?? pairing.role;
    if (isRenewal) devices.offer(device, certificate, by);
    else {
      const row = { name: device, person, role, issuedBy: by, ...certificate };
      if (devices.get(device)) devices.replace(row);
      else devices.add(row);
      if (endsAt !== undefined) persons.setEnd(person, endsAt);
    }
  }

  return {
    async open(request) {
      const { device, by, isRenewal } = request;
      // A renewal that was begun before gives way to this one, unless its key is still being made.
      if (isRenewal && !making.has(device)) {
        for (const [key, { pairing }] of [...open]) if (pairing.device === device) end(key);
      }
      if (isReserved(device)) {
        throw new HttpProblem('taken', { detail: `${device} is being paired already` });
      }
      const state = { request, isEnded: false };
      making.set(device, state);
      const { certificate, bundle, passphrase } = await make(request).finally(() =>
        making.delete(device),
      );
      if (state.isEnded) {
        throw new HttpProblem('not_possible', { detail: 'who may do this changed meanwhile' });
      }
      const mine = [...open].filter(([, { pairing }]) => pairing.by === by);
      for (const [key] of mine.slice(0, Math.max(0, mine.length - mostOfOne + 1))) end(key);
      const token = randomBytes(16).toString('base64url');
      const key = keyOf(token);
      const id = randomBytes(9).toString('base64url');
      const expiresAt = now() + linkMs;
      const pairing = { ...request, id, certificate, expiresAt, rootAt: null, identityAt: null };
      const timer = endLater(key, linkMs);
      open.set(key, { pairing, bundle, isEntered: false, isUnderWay: false, timer });
      return { pairing, token, passphrase };
    },
    isOpen: () => [...open.values()].some(({ pairing }) => pairing.expiresAt > now()),
    isReserved,
    get: id => [...open.values()].find(({ pairing }) => pairing.id === id)?.pairing,
    byToken: token => find(token)?.pairing,
    noteRoot() {
      for (const { pairing } of open.values()) pairing.rootAt ??= now();
    },
    deliver(token, kind) {
      const entry = find(token);
      if (!entry?.bundle || entry.isUnderWay) return undefined;
      const { pairing, bundle } = entry;
      if (!entry.isEntered && !isStillRight(pairing)) {
        end(keyOf(token));
        return undefined;
      }
      if (!entry.isEntered) {
        transaction(() => {
          enter(pairing);
          audit(pairing);
        });
        entry.isEntered = true;
      }
      entry.isUnderWay = true;
      return {
        content: bundle[kind],
        finish() {
          entry.bundle = undefined;
          pairing.identityAt = now();
          pairing.expiresAt = now() + stepsMs;
          clearTimeout(entry.timer);
          entry.timer = endLater(keyOf(token), stepsMs);
        },
        fail() {
          entry.isUnderWay = false;
        },
      };
    },
    cancel(id) {
      const found = [...open].find(([, { pairing }]) => pairing.id === id);
      if (found) end(found[0]);
      return found !== undefined;
    },
    cancelOf(whose) {
      for (const state of making.values()) if (isOf(state.request, whose)) state.isEnded = true;
      for (const [key, { pairing }] of [...open]) if (isOf(pairing, whose)) end(key);
    },
    close() {
      for (const key of [...open.keys()]) end(key);
    },
  };
}

/** Looked up by its hash, so that no comparison takes longer for a better guess. */
function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
