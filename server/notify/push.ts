/** A phone's subscription, as its browser made it. */
export interface PushTarget {
  endpoint: string;
  p256dh: string;
  auth: string;
}

export interface PushRequest {
  target: PushTarget;
  /** JSON, at most 3,993 bytes. */
  payload: string;
  ttlSeconds: number;
  urgency: 'high' | 'normal';
}

export type PushOutcome =
  | { kind: 'accepted' }
  /** 404 or 410: the subscription is over. */
  | { kind: 'gone' }
  /** Final for this message: the service will never take it. */
  | { kind: 'refused'; reason: string }
  | {
      kind: 'failed';
      reason: string;
      /** False only when the service surely has not taken it. */
      mayHaveArrived: boolean;
      /** What the service asked for; 0 for nothing. */
      retryAfterMs: number;
    };

/** Hands one message to a push service. Never rejects. */
export type SendPush = (request: PushRequest) => Promise<PushOutcome>;
