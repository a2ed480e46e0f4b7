import type {
  DeviceRow,
  DuressAuthenticator,
  LinkCode,
  NewAuthenticator,
  NewPairing,
  PairingProgress,
  PersonRow,
  Phone,
  Removal,
} from '../../server/protocol.ts';
import { hasStrings, isRecord } from './guards.ts';

export function isPeople(value: unknown): value is { people: PersonRow[] } {
  return (
    isRecord(value) &&
    Array.isArray(value.people) &&
    value.people.every(person => hasStrings(person, 'name', 'role'))
  );
}

export function isDevices(value: unknown): value is { devices: DeviceRow[] } {
  return (
    isRecord(value) &&
    Array.isArray(value.devices) &&
    value.devices.every(device => hasStrings(device, 'name', 'person', 'expiresAt'))
  );
}

export function isPhones(value: unknown): value is { phones: Phone[] } {
  return (
    isRecord(value) &&
    Array.isArray(value.phones) &&
    value.phones.every(phone => hasStrings(phone, 'name', 'person'))
  );
}

export function isNewPairing(value: unknown): value is NewPairing {
  return hasStrings(value, 'id', 'device', 'link', 'qr', 'passphrase', 'expiresAt');
}

export function isPairingProgress(value: unknown): value is PairingProgress {
  return hasStrings(value, 'id', 'device', 'expiresAt') && typeof value.identity === 'boolean';
}

export function isNewAuthenticator(value: unknown): value is NewAuthenticator {
  return hasStrings(value, 'address', 'qr') && Array.isArray(value.recoveryCodes);
}

export function isDuressAuthenticator(value: unknown): value is DuressAuthenticator {
  return hasStrings(value, 'address', 'qr');
}

export function isRemoval(value: unknown): value is Removal {
  return isRecord(value) && isRecord(value.ended) && Array.isArray(value.stillThere);
}

export function isLinkCode(value: unknown): value is LinkCode {
  return hasStrings(value, 'code', 'expiresAt');
}
