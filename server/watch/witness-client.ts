import { askOutside, type OutsideAnswer } from '../outgoing/request.ts';
import { parseJson } from '../parse-json.ts';
import type { Batch, Beat } from './forms.ts';
import { requireSuccess } from './outcomes.ts';

export interface WitnessSettings {
  url: string;
  /** As the witness calls this hub. */
  name: string;
  token: string;
  /** PEM: the witness's own root, and a certificate of its authority where it wants one. */
  ca: string | undefined;
  certificate: string | undefined;
  key: string | undefined;
}

/** The other hub, as this one asks it. */
export interface WitnessClient {
  /** Host and port, for people. */
  host: string;
  /** @throws when it was not taken */
  beat(beat: Beat, signal: AbortSignal, limitMs: number): Promise<void>;
  /**
   * @returns what the witness finds wrong with it; it has it all the same
   * @throws when it was not taken
   */
  evidence(batch: Batch, signal: AbortSignal, limitMs: number): Promise<string | undefined>;
}

export function createWitnessClient(settings: WitnessSettings): WitnessClient {
  const { url, token, ca, certificate: cert, key } = settings;

  function post(
    path: string,
    body: object,
    signal: AbortSignal,
    limitMs: number,
  ): Promise<OutsideAnswer> {
    return askOutside({
      url: new URL(path, url),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      tls: { ca, cert, key },
      ...{ signal, limitMs },
    });
  }

  return {
    host: new URL(url).host,
    async beat(beat, signal, limitMs) {
      const answer = await post('/api/witness/beat', beat, signal, limitMs);
      requireSuccess(answer, readProblem(answer).detail);
    },
    async evidence(batch, signal, limitMs) {
      const answer = await post('/api/witness/evidence', batch, signal, limitMs);
      const { code, detail } = readProblem(answer);
      if (code === 'evidence_broken') return detail;
      requireSuccess(answer, detail);
      return undefined;
    },
  };
}

/** What an answer that is a problem says; both are empty for any other. */
function readProblem({ text }: OutsideAnswer): { code: string; detail: string } {
  const said: unknown = parseJson(text);
  const read = (key: string) => {
    const value: unknown =
      typeof said === 'object' && said !== null ? Reflect.get(said, key) : undefined;
    return typeof value === 'string' ? value.slice(0, 200) : '';
  };
  return { code: read('code'), detail: read('detail') || read('title') };
}
