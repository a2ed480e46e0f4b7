import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.ts';
import type { ElementHandle, Wire } from './wire.ts';

const limitMs = 20_000;

/** Elements of the page and of all shadow trees, in order; and the words that somebody sees of one. */
const reading = `
const all = root => [...root.querySelectorAll('*')].flatMap(
  element => element.shadowRoot ? [element, ...all(element.shadowRoot)] : [element]);
const wordsOf = element => (element.innerText ?? '').replace(/\\s+/g, ' ').trim();
`;
const finding = `${reading}
const [selector, source, flags] = arguments;
const pattern = new RegExp(source, flags);
return all(document).find(element => element.matches(selector) && element.checkVisibility() &&
  pattern.test(wordsOf(element))) ?? null;`;
const telling = `${reading}
return location.href + ': ' + all(document).filter(element => element.childElementCount === 0)
  .map(wordsOf).filter(Boolean).join(' | ');`;

/** A page as its user sees it, in a browser that Playwright does not drive. */
export interface Screen {
  wire: Wire;
  /** Resolves to the first visible element that matches and says the words, once there is one. */
  see(selector: string, words?: RegExp): Promise<ElementHandle>;
  /** Whether it is there now. */
  has(selector: string, words?: RegExp): Promise<boolean>;
  click(selector: string, words?: RegExp): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  /** Resolves when the expression, which may be a promise, holds. */
  holds(expression: string): Promise<void>;
  /** Shots for looking at, when somebody asks for them. */
  shoot(name: string): Promise<void>;
}

export function createScreen(wire: Wire): Screen {
  const find = (selector: string, { source, flags }: RegExp) =>
    wire.run<ElementHandle | null>(finding, selector, source, flags);

  const wait = <T>(what: string, look: () => Promise<T | null | false>) =>
    until(limitMs, look, async () => `no ${what} in ${await wire.run(telling)}`);
  const see = (selector: string, words = /(?:)/) =>
    wait(`${selector} that says ${words}`, () => find(selector, words));

  return {
    ...{ wire, see },
    has: async (selector, words = /(?:)/) => (await find(selector, words)) !== null,
    click: async (selector, words) => wire.click(await see(selector, words)),
    fill: async (selector, text) => wire.type(await see(selector), text),
    async holds(expression) {
      await wait(expression, () =>
        wire.run<boolean>(`return (async () => (await (${expression})) === true)()`),
      );
    },
    async shoot(name) {
      const folder = process.env.TEST_SHOTS;
      if (!folder) return;
      writeFileSync(join(folder, `${name}.png`), Buffer.from(await wire.picture(), 'base64'));
    },
  };
}

/** The app has its connection. */
export function live(screen: Screen): Promise<ElementHandle> {
  return screen.see('[aria-label=Connection]', /Live/);
}
