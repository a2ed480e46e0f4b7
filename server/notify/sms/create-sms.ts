import type { Config } from '../../config/config.ts';
import type { SmsProvider } from '../sms.ts';
import { createConsole } from './console.ts';
import { createModem } from './modem.ts';
import { createSmsBroadcast } from './sms-broadcast.ts';
import { createTwilio } from './twilio.ts';

export type SmsSettings = Pick<
  NonNullable<Config['notify']['sms']>,
  'provider' | 'url' | 'username' | 'password' | 'from' | 'fallback' | 'modem'
>;

interface Rooms {
  /** Where the console's texts go. */
  print(line: string): void;
  /** What mmcli is run in. */
  environment: NodeJS.ProcessEnv;
}

export interface SmsProviders {
  primary: SmsProvider;
  /** Takes over while the primary is silent. */
  fallback: SmsProvider | undefined;
}

/** The providers that the configuration names. */
export function createSmsProviders(
  settings: SmsSettings,
  { print, environment }: Rooms,
): SmsProviders {
  // The configuration is refused when a company's account lacks one of them.
  const { provider, url, username = '', password = '', from, modem } = settings;

  function create(name: SmsSettings['provider']): SmsProvider {
    switch (name) {
      case 'smsbroadcast':
        return createSmsBroadcast({ username, password, from, url });
      case 'twilio':
        return createTwilio({ username, password, from, url });
      case 'modem':
        return createModem({ modem, environment });
      case 'console':
        return createConsole(print);
    }
  }

  const hasFallback = settings.fallback === 'modem' && provider !== 'modem';
  return { primary: create(provider), fallback: hasFallback ? create('modem') : undefined };
}
