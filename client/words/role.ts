import type { Role } from '../../server/protocol.ts';

export const ROLES: readonly Role[] = ['member', 'guest', 'admin'];

export const roleTitle: Record<Role, string> = {
  admin: 'Admin',
  member: 'Member',
  guest: 'Guest',
};

/** What somebody may do, for whoever decides it. */
export const roleMeans: Record<Role, string> = {
  member: 'Sees everything and changes the mode.',
  guest: 'Sees how the house is now, and nothing else.',
  admin: 'A member who also adds and removes people and phones.',
};

/** The same, said to them. */
export const roleMay: Record<Role, string> = {
  admin: 'Admin: you may change everything',
  member: 'Member: you may see all and change the mode',
  guest: 'Guest: you may look',
};
