import type { Config } from '../../server/config/config.ts';
import { maskNumber } from '../../server/notify/message-row.ts';
import type { Row } from './row.ts';

/** Shorter ones would take ordinary words apart; whoever has such a password is told its length by nobody. */
const shortest = 4;

/** What is secret in a configuration. Nothing should say it; this makes sure that nothing does. */
function secretsOf({ history, notify, watch }: Config): string[] {
  const heartbeat = watch.heartbeat && new URL(watch.heartbeat.url).pathname;
  const found = [
    ...[history?.password, notify.sms?.password, watch.witness?.token, heartbeat],
    ...[watch.witness?.key, watch.evidence.s3?.secret, ...watch.for.map(({ token }) => token)],
  ];
  return found.filter(secret => secret !== undefined && secret.length >= shortest) as string[];
}

/** Takes secrets out of what a row says, leaves of numbers their end, and of names nothing that steers a terminal. */
export function createRedactor(config: Config | undefined): (row: Row) => Row {
  const secrets = config ? secretsOf(config) : [];

  function clean(text: string): string {
    const without = secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
    return without.replace(/\+\d{7,15}\b/g, maskNumber).replace(/\p{Cc}/gu, '?');
  }
  return ({ check, state, says, fix }) => ({
    ...{ check: clean(check), state, says: clean(says) },
    ...(fix === undefined ? {} : { fix: clean(fix) }),
  });
}
