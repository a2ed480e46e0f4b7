import type { Status } from '../../server/protocol.ts';
import { readMessage } from './stream-message.ts';

/** What the stream says between a question and its answer, which may be older than that. */
interface Meanwhile {
  /** The answer as it is by now. */
  onto(answer: Status): Status;
  /** Nothing more is kept for it. */
  end(): void;
}

export interface Listening {
  begin(): Meanwhile;
  /** The stream said something. */
  hear(kind: string, data: string): void;
}

export function createListening(): Listening {
  const underway = new Set<[kind: string, data: string][]>();
  return {
    begin() {
      const said: [string, string][] = [];
      underway.add(said);
      return {
        onto: answer => said.reduce((status, [kind, data]) => overtake(status, kind, data), answer),
        end: () => void underway.delete(said),
      };
    },
    hear(kind, data) {
      for (const said of underway) said.push([kind, data]);
    },
  };
}

/** A whole status counts when it is no older; what a sensor reports knows its own time. */
function overtake(known: Status, kind: string, data: string): Status {
  const { status } = readMessage(kind, data, known);
  const isOlder = status === null || Date.parse(status.at) < Date.parse(known.at);
  return isOlder ? known : status;
}
