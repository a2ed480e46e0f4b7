import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectMarionette, type Marionette } from './marionette.ts';
import { hasCertutil, makeNssStore } from './nss-store.ts';
import { createScreen, type Screen } from './screen.ts';
import { until } from './until.ts';

const startLimitMs = 30_000;
const program = 'firefox-esr';

const preferences = {
  // It has one certificate at most, so nobody need be asked.
  'security.default_personal_cert': 'Select Automatically',
  // Firefox picks a port, and writes it down.
  'marionette.port': 0,
  // Calls home for nothing.
  'app.normandy.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

/** Why there is no Firefox to test with; undefined when there is one. */
export function whyNoFirefox(): string | undefined {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
  } catch {
    return 'no Firefox ESR';
  }
  return hasCertutil() ? undefined : 'no certutil';
}

export interface Firefox extends Screen {
  /** Runs the body of a function in Firefox itself, as an extension of it could. */
  inside: Marionette['inside'];
  close(): Promise<void>;
}

/**
 * Firefox with a profile of its own, which trusts the hub's authority and holds the device's
 * certificate, if one is named.
 *
 * @param pki the hub's `pki` folder
 * @param more preferences, and files of authorities to trust
 */
export async function openFirefox(
  pki: string,
  device: string | undefined,
  more: { preferences?: Record<string, string | number | boolean>; trusted?: string[] } = {},
): Promise<Firefox> {
  const home = mkdtempSync(join(tmpdir(), 'sec53-firefox-'));
  const profile = join(home, 'profile');
  makeNssStore(profile, pki, device, more.trusted);
  const lines = Object.entries({ ...preferences, ...more.preferences }).map(
    ([key, value]) => `user_pref(${JSON.stringify(key)}, ${JSON.stringify(value)});\n`,
  );
  writeFileSync(join(profile, 'user.js'), lines.join(''));
  const browser = spawn(
    'setpriv',
    // pdeathsig: a test process that is killed must not leave a browser behind.
    [
      ...['--pdeathsig', 'KILL', program, '--headless', '--marionette'],
      ...['--remote-allow-system-access', '--profile', profile],
    ],
    { stdio: 'ignore', env: { ...process.env, HOME: home, TZ: 'UTC' } },
  );
  const ended = once(browser, 'exit');
  const close = async () => {
    browser.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    const portFile = join(profile, 'MarionetteActivePort');
    const port = await until(
      startLimitMs,
      async () => {
        if (browser.exitCode !== null) throw new Error(`Firefox ended with ${browser.exitCode}`);
        return existsSync(portFile) && (Number(readFileSync(portFile, 'utf8')) || null);
      },
      () => 'Firefox names no port',
    );
    const wire = await connectMarionette(port);
    return { ...createScreen(wire), inside: wire.inside, close };
  } catch (error) {
    await close();
    throw error;
  }
}
