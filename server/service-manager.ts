import { execFile } from 'node:child_process';
import { errorText } from './errors.ts';
import type { Log } from './log.ts';
import { isDiskTrouble } from './state/disk-trouble.ts';

/** What systemd is told of the hub; see sd_notify(3). */
export interface ServiceManager {
  /**
   * The hub answers at `address`. From now on, where the unit has a watchdog, it is told three times in each
   * period that the hub lives.
   *
   * @param prove writes to the state and throws when that fails
   */
  ready(address: string, prove: () => void): void;
  /** The hub was told to stop: from now on its silence is none. */
  stopping(): void;
}

interface Surroundings {
  /** `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`, as systemd sets them. */
  environment: NodeJS.ProcessEnv;
  pid: number;
  log: Log;
}

const silent: ServiceManager = { ready() {}, stopping() {} };

/** Node knows no datagram sockets of Unix, so systemd's own small program carries each message. */
export function createServiceManager({ environment, pid, log }: Surroundings): ServiceManager {
  if (!environment.NOTIFY_SOCKET) return silent;
  const periodMs = watchdogPeriod(environment, pid);
  let timer: NodeJS.Timeout | undefined;
  let isSending = false;

  function tell(...assignments: string[]): void {
    isSending = true;
    const options = { env: environment, timeout: 10_000 };
    execFile('systemd-notify', assignments, options, error => {
      isSending = false;
      if (error) log.error('systemd cannot be told how the hub is', { error: errorText(error) });
    });
  }

  return {
    ready(address, prove) {
      tell('READY=1', `STATUS=ready ${address}`);
      if (periodMs === undefined) return;
      timer = setInterval(() => {
        if (!isSending && isAlive(prove, log)) tell('WATCHDOG=1');
      }, periodMs / 3).unref();
    },
    stopping() {
      clearInterval(timer);
      tell('STOPPING=1');
    },
  };
}

/** Milliseconds; undefined where nobody watches this process. */
function watchdogPeriod(environment: NodeJS.ProcessEnv, pid: number): number | undefined {
  const { WATCHDOG_USEC, WATCHDOG_PID } = environment;
  if (WATCHDOG_PID !== undefined && Number(WATCHDOG_PID) !== pid) return undefined;
  const periodMs = Number(WATCHDOG_USEC) / 1000;
  return periodMs > 0 ? periodMs : undefined;
}

function isAlive(prove: () => void, log: Log): boolean {
  try {
    prove();
    return true;
  } catch (error) {
    // A hub that started again on a full disk would refuse to; this one keeps what comes in memory, and says so.
    if (isDiskTrouble(error)) return true;
    log.error('the state does not work, so the watchdog hears nothing', {
      error: errorText(error),
    });
    return false;
  }
}
