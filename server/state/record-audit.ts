import { createEventIds } from '../event-id.ts';
import type { By } from '../protocol.ts';
import { createJournal } from './journal.ts';
import type { State } from './state.ts';

/** Whoever types commands on the hub itself. */
const atConsole: By = { name: 'console', via: 'hub' };

/** For commands beside the hub: an audit entry that the hub ships. Joins a transaction that is open. */
export function recordAudit(state: State, action: string, detail: string, now: number): void {
  const id = createEventIds()(now);
  const body = { by: atConsole, detail };
  createJournal(state).append({ id, at: now, topic: 'audit', kind: action, body });
}
