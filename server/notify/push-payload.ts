import type { PushPayload } from '../protocol.ts';

/** What fits into the 4,096 bytes that push services take, once it is encrypted. */
export const payloadLimit = 3993;

export interface PushWords {
  /** The message's. Phones keep messages of different ids side by side. */
  id: string;
  title: string;
  body: string;
  /**
   * Where a tap leads: a whole address of the app, since Safari reads it with nothing to complete it
   * by. The id goes along as `tap`, so that the app can tell which message was tapped.
   */
  navigate: string;
  /** Epoch milliseconds. */
  at: number;
  /** For tests: the phone answers with it that the message was shown. */
  receipt?: string;
  badge?: number;
}

/**
 * The JSON of a push, at most 3,993 bytes: what is too long loses the end of its body. Without a
 * receipt no script of the app can touch it, so an alarm is shown even when the app is broken.
 */
export function pushPayload({ body, ...words }: PushWords): string {
  const whole = toJson(words, body);
  const excess = Buffer.byteLength(whole) - payloadLimit;
  if (excess <= 0) return whole;
  // Characters take several bytes, escaped ones too, so the longest end that fits is searched for.
  const characters = Array.from(body);
  let [fits, tooMany] = [0, characters.length];
  while (tooMany - fits > 1) {
    const half = Math.floor((fits + tooMany) / 2);
    if (Buffer.byteLength(toJson(words, cut(characters, half))) <= payloadLimit) fits = half;
    else tooMany = half;
  }
  return toJson(words, cut(characters, fits));
}

function cut(characters: readonly string[], count: number): string {
  return `${characters.slice(0, count).join('').trimEnd()}…`;
}

function toJson(words: Omit<PushWords, 'body'>, body: string): string {
  const { id, title, at, receipt, badge } = words;
  const navigate = new URL(words.navigate);
  navigate.searchParams.set('tap', id);
  return JSON.stringify({
    web_push: 8030,
    notification: {
      title: Array.from(title).slice(0, 120).join(''),
      body,
      navigate: navigate.href,
      tag: id,
      lang: 'en',
      timestamp: at,
      data: { id, ...(receipt === undefined ? {} : { receipt }) },
    },
    ...(badge === undefined ? {} : { app_badge: badge }),
    ...(receipt === undefined ? {} : { mutable: true as const }),
  } satisfies PushPayload);
}
