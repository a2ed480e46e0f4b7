import type { Config } from '../config/config.ts';
import type { Documents } from '../state/documents.ts';
import type { State } from '../state/state.ts';
import { createSubscriptions, type Subscriptions } from '../state/subscriptions.ts';
import { createGoneEndpoints, type GoneEndpoints } from './gone-endpoints.ts';
import type { SendPush } from './push.ts';
import { createEndpointJudge, type JudgeEndpoint } from './push-endpoint.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { prepareVapidKeys } from './vapid.ts';

export interface Push {
  /** VAPID; null without `notify.push`. */
  publicKey: string | null;
  /** Undefined without `notify.push`. */
  send: SendPush | undefined;
  judge: JudgeEndpoint;
  subscriptions: Subscriptions;
  gone: GoneEndpoints;
  receipts: Receipts;
}

/** Web push, with the keys made at the first start that wants it. @throws Refusal */
export async function openPush(
  settings: Config['notify']['push'],
  { dataFolder, state, documents }: { dataFolder: string; state: State; documents: Documents },
): Promise<Push> {
  const subscriptions = createSubscriptions(state);
  const receipts = createReceipts(documents);
  const judge = createEndpointJudge(settings?.hosts ?? []);
  const shared = { judge, subscriptions, receipts, gone: createGoneEndpoints(documents) };
  if (!settings) return { publicKey: null, send: undefined, ...shared };
  const keys = await prepareVapidKeys(dataFolder);
  // Only a house that wants it loads what it takes.
  const { createSendPush } = await import('./web-push.ts');
  const send = createSendPush({ keys, subject: settings.subject, judge });
  return { publicKey: keys.publicKey, send, ...shared };
}
