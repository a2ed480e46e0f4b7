import { randomBytes } from 'node:crypto';

/**
 * A serial number: 16 random bytes in lower-case hex. The top bit is clear, because the number is
 * signed and must be positive; the next is set, so that it never begins with a zero byte, which DER
 * would have to drop.
 */
export function createSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}
