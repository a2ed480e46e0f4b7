export const usage = `The hub's own certificates, and those of the family's devices.

  npm run pki -- init
      Make the authority, for sec53.local and addresses at home. Once.
  npm run pki -- init --name hub.example.org
      The same for a hub that has another name as well. No name can be added later.
  npm run pki -- init --ask-root-passphrase
  npm run pki -- init --root-passphrase-file /media/stick/passphrase
      The root's key under a passphrase of its own, which is kept nowhere.

  npm run pki -- issue "Tom's phone"
      Make the files that a phone is paired with, and print their passphrase.
  npm run pki -- issue desk --role admin --days 365
      Roles are admin, member (when none is given) and guest.
  npm run pki -- renew desk
      A new certificate for a device; the old one is refused from now on.
  npm run pki -- revoke "Tom's phone"
      Shut a device out, at once, and delete its files.
  npm run pki -- list
  npm run pki -- list --json
      Every device, for people and for a program.

  npm run pki -- server sec53.local hub.example.org 192.168.1.20
      A new server certificate for these names and addresses.

  npm run pki -- detach-root /media/stick/sec53-root
      Move the root's key off the hub, under a passphrase that is asked for. The folder must not
      be there yet. Only rotate needs the key.
  npm run pki -- rotate --admin desk --root-key /media/stick/sec53-root/root.key
      When somebody may have copied the data folder: new issuers under the same root, which phones
      go on trusting. Every device is shut out and has to be issued anew, but for this admin, who
      gets new files at once. The hub lets in nobody with an old certificate. A phone cannot tell
      old server certificates from new ones: only an authority begun anew ends those.

  npm run pki -- export-crl /etc/nginx/sec53.crl
  npm run pki -- export-crl
      Every certificate that is refused before its end, revoked or replaced, as a CRL for 30 days,
      into a file or on the screen: for other programs that take the family's certificates. The hub
      needs none, it looks every certificate up. Write it anew after rotate.

Options of every command: --data FOLDER (or else SEC53_DATA, or else data), in which all of this
lies in the folder pki; --config FILE (or else SEC53_CONFIG, or else sec53.yaml) for the hub's
names. Passphrases that are asked for can be given with --root-passphrase-file FILE.
After npm link, sec53-pki does from any folder what npm run pki -- does here.
`;
