import forge from 'node-forge';

/**
 * A PKCS#12 file for a phone: the key and its chain under 3DES with a SHA-1 MAC, which is what every
 * Apple version takes. The certificates in it are not encrypted, only the key is.
 * @param keyPem PKCS#1, not encrypted.
 * @param chainPem the leaf first, then its issuer. The root stays out: a phone asks its owner to
 *   trust that one by itself.
 * @param label what a phone calls the identity.
 */
export function createPkcs12(
  keyPem: string,
  chainPem: string[],
  passphrase: string,
  label: string,
): Buffer {
  const file = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(keyPem),
    chainPem.map(pem => forge.pki.certificateFromPem(pem)),
    passphrase,
    { algorithm: '3des', friendlyName: label },
  );
  return Buffer.from(forge.asn1.toDer(file).getBytes(), 'latin1');
}
