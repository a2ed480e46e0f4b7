import { createECDH } from 'node:crypto';

/** A hub's keys, which were kept nowhere. */
export function makeVapidKeys(): { publicKey: string; privateKey: string } {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const privateKey = ecdh.getPrivateKey();
  const padded = Buffer.concat([Buffer.alloc(32 - privateKey.length), privateKey]);
  return {
    publicKey: ecdh.getPublicKey('base64url'),
    privateKey: padded.toString('base64url'),
  };
}
