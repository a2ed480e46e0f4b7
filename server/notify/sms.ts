/** One text to one or several numbers (E.164). */
export interface SmsRequest {
  /** At most one GSM-7 segment. */
  text: string;
  to: readonly string[];
  /** At most 20 letters and digits; the same on every try. For tracing only: providers do not de-duplicate. */
  ref: string;
  /** Gives the try up. */
  signal: AbortSignal;
}

export type SmsOutcome =
  | { kind: 'accepted'; reference: string }
  /** Final for this number. */
  | { kind: 'refused'; reason: string }
  /** Worth another try. */
  | {
      kind: 'failed';
      reason: string;
      /** False only when the provider surely has not taken it. */
      mayHaveArrived: boolean;
    };

/** A company, a modem, or the console. */
export interface SmsProvider {
  /** For people, such as `SMS Broadcast`. */
  name: string;
  /** One request may carry several numbers; otherwise `to` holds one. */
  takesMany: boolean;
  /** What became of each number that was asked for. Never rejects. */
  send(request: SmsRequest): Promise<ReadonlyMap<string, SmsOutcome>>;
  /** What is left on the account; undefined when the provider cannot say. */
  balance?(signal: AbortSignal): Promise<SmsBalance>;
}

export type SmsBalance =
  | { kind: 'left'; amount: number; unit: string }
  | { kind: 'failed'; reason: string };
