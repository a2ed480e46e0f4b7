import type { SmsProvider } from '../sms.ts';

/** For trying out: a line for each text, and nothing leaves the house. */
export function createConsole(print: (line: string) => void): SmsProvider {
  return {
    name: 'the console',
    takesMany: false,
    async send({ text, to, ref }) {
      for (const number of to) {
        // A line break of a zone's name must not look like a line of the hub's.
        print(`text to …${number.slice(-3)}: ${text.replace(/\p{C}+/gu, ' ')}`);
      }
      return new Map(to.map(number => [number, { kind: 'accepted', reference: ref }]));
    },
  };
}
