import type { ConfirmMethod } from '../../server/protocol.ts';
import type { Api, Method } from './api.ts';
import { hasCode } from './api-error.ts';
import { createStore, type Store } from './store.ts';

/** The hub wants to know who holds the phone before it does something. */
export interface ConfirmationRequest {
  /** What would do; empty when this person has nothing to confirm with yet. */
  methods: readonly ConfirmMethod[];
}

export interface Confirmation {
  /** What is asked now; null when nothing is. */
  readonly request: Store<ConfirmationRequest | null>;
  /** Whoever asked goes on: the hub was told, or not. */
  answer(isConfirmed: boolean): void;
  /** Sends a command; one that must be confirmed waits for the answer and is sent once more. */
  guard(api: Api): Api;
}

export function createConfirmation(): Confirmation {
  const request = createStore<ConfirmationRequest | null>(null);
  let asked: Promise<boolean> | null = null;
  let settle: (isConfirmed: boolean) => void = () => undefined;

  /** Commands that wait at the same time wait for one answer. */
  function ask(methods: readonly ConfirmMethod[]): Promise<boolean> {
    asked ??= new Promise(resolve => {
      settle = resolve;
      request.set({ methods });
    });
    return asked;
  }

  return {
    request,
    answer(isConfirmed) {
      request.set(null);
      asked = null;
      settle(isConfirmed);
    },
    guard: api => ({
      get: api.get,
      async send(method: Method, path: string, body?: unknown) {
        try {
          return await api.send(method, path, body);
        } catch (error) {
          if (!hasCode(error, 'confirmation_needed')) throw error;
          if (!(await ask(error.methods))) throw error;
          return api.send(method, path, body);
        }
      },
    }),
  };
}
