import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What a phone makes when it subscribes, and reads its messages with. */
export interface PhoneKeys {
  /** For the hub, base64url. */
  keys: { p256dh: string; auth: string };
  /** What an `aes128gcm` body says (RFC 8291, RFC 8188). Throws when it is not for this phone. */
  decrypt(body: Buffer): string;
}

export function makePhoneKeys(): PhoneKeys {
  const own = createECDH('prime256v1');
  const ownPoint = own.generateKeys();
  const auth = randomBytes(16);

  return {
    keys: { p256dh: ownPoint.toString('base64url'), auth: auth.toString('base64url') },
    decrypt(body) {
      const salt = body.subarray(0, 16);
      const recordSize = body.readUInt32BE(16);
      const senderPoint = body.subarray(21, 21 + body.readUInt8(20));
      const record = body.subarray(21 + senderPoint.length);
      if (record.length > recordSize) throw new Error('more than one record');
      const shared = own.computeSecret(senderPoint);
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), ownPoint, senderPoint]);
      const secret = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
      const derive = (what: string, length: number) =>
        Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${what}\0`, length));
      const decipher = createDecipheriv(
        'aes-128-gcm',
        derive('aes128gcm', 16),
        derive('nonce', 12),
      );
      decipher.setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
      const end = padded.lastIndexOf(2);
      if (padded.subarray(end + 1).some(byte => byte !== 0)) throw new Error('wrongly padded');
      return padded.subarray(0, end).toString();
    },
  };
}
