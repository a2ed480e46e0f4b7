import type { FirstAdmin } from './authority.ts';
import { formatFingerprint } from './onboarding.ts';

export interface Announcement {
  edge: { address: string; setupAddress: string };
  /** Made at this start; undefined when there was an admin already. */
  admin: FirstAdmin | undefined;
  rootFingerprint: string;
  totp: boolean;
}

/** Says where the hub is, and to a newcomer how to get in. No secret: what is printed may end in a log. */
export function announce(
  { edge, admin, rootFingerprint, totp }: Announcement,
  print: (line: string) => void,
): void {
  print(`sec53 ready ${edge.address}`);
  print(`sec53 setup ${edge.setupAddress}`);
  print(`the authority’s fingerprint is ${formatFingerprint(rootFingerprint)}`);
  if (admin) {
    print(`the first admin’s certificate is in ${admin.folder}`);
    print(`its passphrase is in ${admin.passphraseFile}`);
  }
  if (totp) print('an authenticator instead: npm run totp -- enrol admin');
}
