import type { Me } from '../../server/protocol.ts';
import type { Api } from './api.ts';
import { isSession } from './guards.ts';
import { createStore, type Store } from './store.ts';

/** This device and its owner's keys, as the hub knows them. */
export interface OwnDevice {
  /** Null until it was asked for. */
  readonly me: Store<Me | null>;
  /** Asks anew. @throws ApiError */
  load(): Promise<void>;
  /** Somebody came in: asks, and tells the hub once how the app was opened. Silent when it fails. */
  arrive(): Promise<void>;
  forget(): void;
}

export function createOwnDevice(api: Api, display: () => 'standalone' | 'browser'): OwnDevice {
  const me = createStore<Me | null>(null);
  let isTold = false;

  async function load(): Promise<void> {
    me.set(await api.get('/api/me', isMe));
  }

  return {
    me,
    load,
    async arrive() {
      try {
        if (!isTold) {
          isTold = true;
          await api.send('POST', '/api/me/opened', { display: display() });
        }
        await load();
      } catch {
        // The next connection asks again; what it would have shown is not urgent.
        isTold = me.value !== null;
      }
    },
    forget() {
      me.set(null);
      isTold = false;
    },
  };
}

function isMe(value: unknown): value is Me {
  return (
    isSession(value) &&
    'device' in value &&
    'sessions' in value &&
    Array.isArray(value.sessions) &&
    'passkeys' in value &&
    Array.isArray(value.passkeys) &&
    'confirm' in value &&
    typeof value.confirm === 'object'
  );
}
