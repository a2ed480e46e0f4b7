import { z } from 'zod';
import { file, flag, integer, text } from './fields.ts';
import { isProviderUrl } from './notify-schema.ts';

export const token = z
  .string('write the token in quotes, or use token_file')
  .regex(
    /^[\x21-\x7e]{32,256}$/,
    'write 32 characters or more without spaces; openssl rand -hex 32 makes them',
  );
const hubName = text('write a short name for that house', 64);

const heartbeat = z.strictObject({
  url: z
    .string('write the address that the watcher gave you')
    .refine(isProviderUrl, 'write an https address (http only on this machine)'),
  every: integer(10, 3600, 'write seconds from 10 to 3600').default(60),
  fail: flag.optional(),
});

const witness = z.strictObject({
  url: z
    .string('write the other hub’s address, such as https://other-hub.local:8443')
    .refine(isHubUrl, 'write the other hub’s address, such as https://other-hub.local:8443'),
  name: hubName.optional(),
  every: integer(10, 120, 'write seconds from 10 to 120').default(60),
  token: token.optional(),
  token_file: file.optional(),
  ca_file: file.optional(),
  certificate_file: file.optional(),
  key_file: file.optional(),
});

const sender = z.strictObject({
  name: hubName,
  token: token.optional(),
  token_file: file.optional(),
  silentAfter: integer(90, 3600, 'write seconds from 90 to 3600').default(150),
});

const s3 = z.strictObject({
  bucket: z
    .string('write the bucket’s name')
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the bucket’s name'),
  prefix: z.string('write a prefix in quotes').max(200, 'write a short prefix').default('sec53'),
  region: z
    .string('write the region, such as ap-southeast-2')
    .regex(/^[a-z0-9-]{1,40}$/, 'write the region, such as ap-southeast-2'),
  endpoint: z
    .string('write an address in quotes')
    .refine(
      url => url === '' || isProviderUrl(url),
      'write an https address (http only on this machine), or nothing for AWS',
    )
    .default(''),
  accessKey: text('write the access key’s ID in quotes'),
  secret: text('write the secret key in quotes, or use secret_file').optional(),
  secret_file: file.optional(),
});

/** Nothing but a host and perhaps a port, and never without TLS. */
function isHubUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, pathname, search, username } = new URL(value);
  return protocol === 'https:' && pathname === '/' && search === '' && username === '';
}

export const watchSchema = z.strictObject({
  heartbeat: heartbeat.optional(),
  witness: witness.optional(),
  for: z.array(sender, 'write a list of hubs').max(20, 'write at most 20 hubs').default([]),
  evidence: z.strictObject({ s3: s3.optional() }).prefault({}),
});
