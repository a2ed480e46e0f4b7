import { hasStrings, isRecord } from './data/guards.ts';

/** A push as it is shown. */
export interface ShownMessage {
  title: string;
  options: {
    body: string;
    /** The same as Safari's own, should it show the message too: one takes the other's place. */
    tag: string;
    lang: string;
    timestamp?: number;
    data: { path: string };
  };
  /** To be reported once it is shown; null for alarms. */
  receipt: string | null;
}

/** Something is always shown: a phone that was pushed and shows nothing is cut off by its maker. */
const unreadable: ShownMessage = {
  title: 'sec53',
  options: {
    body: 'The house has something to say. Open the app to see what.',
    ...{ tag: 'unreadable', lang: 'en', data: { path: '/' } },
  },
  receipt: null,
};

/**
 * What to show of a push, whatever came.
 *
 * @param text the push's data; null when there is none
 * @param proposed what Safari would show by itself, and lets a service worker change
 */
export function toShownMessage(
  text: string | null,
  proposed: unknown,
  origin: string,
): ShownMessage {
  const message = readText(text) ?? proposed;
  if (!hasStrings(message, 'title', 'body', 'tag') || message.title === '') return unreadable;
  const { title, body, tag, timestamp, navigate, data } = message;
  const receipt = isRecord(data) && typeof data.receipt === 'string' ? data.receipt : null;
  return {
    title: String(title),
    options: {
      ...{ body: String(body), tag: String(tag), lang: 'en' },
      ...(typeof timestamp === 'number' ? { timestamp } : {}),
      data: { path: pathWithin(navigate, origin) },
    },
    receipt,
  };
}

function readText(text: string | null): unknown {
  try {
    const payload: unknown = JSON.parse(text ?? '');
    return isRecord(payload) ? payload.notification : undefined;
  } catch {
    return undefined;
  }
}

/** The app's own path in an address; a message leads nowhere else. */
export function pathWithin(address: unknown, origin: string): string {
  if (typeof address !== 'string' || !URL.canParse(address, origin)) return '/';
  const { origin: of, pathname, search } = new URL(address, origin);
  return of === origin ? pathname + search : '/';
}
