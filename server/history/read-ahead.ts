export interface ReadAhead<Page> {
  /** What was read for this key, unless something has changed since. */
  take(key: string): Promise<Page> | undefined;
  /** Reads for this key, for whoever asks next. */
  start(key: string, read: () => Promise<Page>): void;
}

/** A reader that goes on asks sooner. */
const keptMs = 1000;

/**
 * Reads the next page while the client still takes the last one. It holds one page and no more,
 * whoever reads: with several readers at once, only one is read ahead for.
 *
 * @param version another one after everything that could change a page
 */
export function createReadAhead<Page>(version: () => string): ReadAhead<Page> {
  let kept: { key: string; version: string; page: Promise<Page> } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function drop(): void {
    clearTimeout(timer);
    kept = undefined;
  }

  return {
    take(key) {
      if (kept?.key !== key) return undefined;
      const { page, version: then } = kept;
      drop();
      return then === version() ? page : undefined;
    },
    start(key, read) {
      if (kept) return;
      // Taken before the page is read: what changes in between counts as a change.
      const now = version();
      const page = read();
      // Whoever takes it hears of its failure; perhaps nobody does.
      page.catch(() => undefined);
      kept = { key, version: now, page };
      timer = setTimeout(drop, keptMs).unref();
    },
  };
}
