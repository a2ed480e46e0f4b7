import type { Log } from './log.ts';
import type { JournalRow } from './state/journal.ts';

/** What the rooms tell each other, always after it is on disk. */
interface HubEvents {
  journaled: readonly JournalRow[];
  /** The status is another one than before. */
  status: undefined;
  /** What was told of times is otherwise now: the clock was set. */
  corrected: undefined;
  /** The outbox has something new to send. */
  messages: undefined;
  /** The devices or their rights may be others; open streams must be judged anew. */
  access: undefined;
}

export interface Bus {
  on<Name extends keyof HubEvents>(
    name: Name,
    listener: (value: HubEvents[Name]) => void,
  ): () => void;
  emit<Name extends keyof HubEvents>(name: Name, value: HubEvents[Name]): void;
}

/** A listener that fails is logged and stops nobody. */
export function createBus(log: Log): Bus {
  const listeners: { [Name in keyof HubEvents]: Set<(value: HubEvents[Name]) => void> } = {
    journaled: new Set(),
    status: new Set(),
    corrected: new Set(),
    messages: new Set(),
    access: new Set(),
  };
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    emit(name, value) {
      for (const listener of listeners[name]) {
        try {
          listener(value);
        } catch (error) {
          log.error(`a listener to ${name} failed`, { error: String(error) });
        }
      }
    },
  };
}
