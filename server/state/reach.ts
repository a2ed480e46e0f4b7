import type { State } from './state.ts';

/** What is known of a number. Times are epoch milliseconds. */
interface NumberReach {
  acceptedAt: number | null;
  failedAt: number | null;
  failure: string;
  /** When somebody said that a message was there. */
  confirmedAt: number | null;
}

export interface ReachBook {
  get(number: string): NumberReach;
  accepted(number: string, at: number): void;
  failed(number: string, at: number, reason: string): void;
  confirmed(number: string, at: number): void;
}

const nothing: NumberReach = { acceptedAt: null, failedAt: null, failure: '', confirmedAt: null };

/** Notes what became of messages to each number, for the screen that says who can be reached. */
export function createReachBook(state: State): ReachBook {
  const { query } = state;

  function note(
    address: string,
    change: { accepted_at?: number; failed_at?: number; failure?: string; confirmed_at?: number },
  ): void {
    const row = { accepted_at: null, failed_at: null, failure: '', confirmed_at: null, ...change };
    state.run(
      query
        .insertInto('reach')
        .values({ address, ...row })
        .onConflict(conflict => conflict.column('address').doUpdateSet(change)),
    );
  }

  return {
    get(number) {
      const found = query.selectFrom('reach').selectAll().where('address', '=', number);
      const row = state.first(found);
      if (!row) return nothing;
      return {
        ...{ acceptedAt: row.accepted_at, failedAt: row.failed_at },
        ...{ failure: row.failure, confirmedAt: row.confirmed_at },
      };
    },
    accepted: (number, at) => note(number, { accepted_at: at }),
    failed: (number, at, failure) => note(number, { failed_at: at, failure }),
    confirmed: (number, at) => note(number, { confirmed_at: at }),
  };
}
