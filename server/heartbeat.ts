import type { Bus } from './bus.ts';
import type { Clock } from './clock.ts';
import { errorText } from './errors.ts';
import type { Log } from './log.ts';
import { writeAlive } from './restart-report.ts';
import type { Documents } from './state/documents.ts';
import type { State } from './state/state.ts';

const aliveMs = 60_000;
const lookMs = 500;

export interface HeartbeatRooms {
  state: State;
  documents: Documents;
  clock: Clock;
  bus: Bus;
  log: Log;
  /** Told at every look. */
  onLook(): void;
  onMinute(): void;
  /** A command in another process has written to the state. */
  onForeignWrite(): void;
}

/**
 * Notes once a minute that the hub lives, for the report after a crash, and looks twice a second
 * whether a command has issued or revoked a device meanwhile.
 */
export function startHeartbeat(rooms: HeartbeatRooms): { stop(): void } {
  const { state, documents, clock, bus, log, onLook, onMinute, onForeignWrite } = rooms;
  let version = state.foreignVersion();

  function note(isOrderly: boolean): void {
    try {
      state.transaction(() => writeAlive(documents, clock.wall(), isOrderly));
    } catch (error) {
      log.warn('the disk refuses the sign of life', { error: errorText(error) });
    }
  }

  function look(): void {
    onLook();
    const now = state.foreignVersion();
    if (now === version) return;
    version = now;
    bus.emit('access', undefined);
    onForeignWrite();
  }

  note(false);
  const alive = setInterval(() => {
    note(false);
    // A certificate or a session may have come to its end.
    bus.emit('access', undefined);
    try {
      onMinute();
    } catch (error) {
      log.warn('the minute’s work failed', { error: errorText(error) });
    }
  }, aliveMs);
  const watch = setInterval(look, lookMs);
  return {
    stop() {
      clearInterval(alive);
      clearInterval(watch);
      note(true);
    },
  };
}
