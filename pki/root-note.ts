import type { X509Certificate } from 'node:crypto';

/** What lies beside a root's key that was taken off the hub, for whoever finds it in ten years. */
export function rootNote(root: X509Certificate, now: Date): string {
  return `The root of a sec53 hub's certificates. Taken off the hub on ${now.toISOString().slice(0, 10)}.

root.key  the key, encrypted with a passphrase that is kept nowhere but with you
root.pem  its certificate, which the family's phones trust (no secret)

The certificate: ${root.subject.replaceAll('\n', ', ')}
valid until:     ${new Date(root.validTo).toISOString().slice(0, 10)}
its SHA-256:     ${root.fingerprint256}

The hub runs, issues and renews without this key. It is needed to replace the hub's issuers,
when somebody may have copied the hub's data folder. On the hub, in the folder of sec53:

    npm run pki -- rotate --admin NAME --root-key /path/to/root.key

Keep it where the hub is not, in two copies, and the passphrase apart from both. Whoever has
the key and the passphrase can play this hub's addresses, and no other site, to the phones.
To see that it is whole and that the passphrase fits:

    openssl pkey -in root.key -noout
`;
}
