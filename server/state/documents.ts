import type { State } from './state.ts';

/** Small single values under a name: the alarm's state, positions, picked ports. */
export interface Documents {
  read(key: string): string | undefined;
  /** Joins a transaction that is open. */
  write(key: string, body: string): void;
}

export function createDocuments(state: State): Documents {
  const { query } = state;
  const upsert = state.prepare(
    query
      .insertInto('documents')
      .values({ key: '', body: '' })
      .onConflict(conflict =>
        conflict.column('key').doUpdateSet({ body: ({ ref }) => ref('excluded.body') }),
      ),
  );
  return {
    read: key =>
      state.first(query.selectFrom('documents').select('body').where('key', '=', key))?.body,
    write(key, body) {
      upsert(key, body);
    },
  };
}
