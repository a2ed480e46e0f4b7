/** Something done again and again, sooner after a failure. */
export interface Pulse {
  start(): void;
  /** Does it now, or once more when it is under way. */
  poke(): void;
  /** Gives up what is under way; nothing happens any more when it resolves. */
  stop(): Promise<void>;
}

/** @param beat rejects when it has failed */
export function createPulse(
  beat: (signal: AbortSignal) => Promise<void>,
  { everyMs, retryMs }: { everyMs: number; retryMs: number },
): Pulse {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAsked = false;

  async function run(): Promise<void> {
    let delayMs = everyMs;
    try {
      await beat(end.signal);
    } catch {
      delayMs = retryMs;
    }
    running = undefined;
    if (end.signal.aborted) return;
    if (isAsked) poke();
    else timer = setTimeout(poke, delayMs).unref();
  }

  function poke(): void {
    isAsked = running !== undefined;
    if (isAsked || end.signal.aborted) return;
    clearTimeout(timer);
    running = run();
  }

  return {
    start: poke,
    poke,
    async stop() {
      end.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
